/**
 * Copies of the database that are proved to work: made, kept, restored on trial, and turned into a replica; and a restart that sheds first.
 * For turntable-ops; no node uses it. What has to be done on a database's host, a script there does ({@code mariadb/turntable-backup}).
 */
package org.turntable.backup;
