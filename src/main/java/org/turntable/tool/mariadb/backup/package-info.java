/** Checks of a restored database. */
package org.turntable.tool.mariadb.backup;
