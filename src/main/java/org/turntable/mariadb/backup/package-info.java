/** Looks at a database that was restored on trial. Not in the WAR. */
package org.turntable.mariadb.backup;
