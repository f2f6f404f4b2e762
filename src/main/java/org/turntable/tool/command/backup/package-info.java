/** Commands for backups of the database, restore checks, rebuilding a replica, and rolling restarts. */
package org.turntable.tool.command.backup;
