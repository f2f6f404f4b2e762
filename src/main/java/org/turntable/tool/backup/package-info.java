/**
 * Verified backups of the database: taken, kept, restored for a check, and used to rebuild a replica; and a rolling
 * restart. For turntable-ops only. The work on a database host is done by a script there
 * ({@code mariadb/turntable-backup}).
 */
package org.turntable.tool.backup;
