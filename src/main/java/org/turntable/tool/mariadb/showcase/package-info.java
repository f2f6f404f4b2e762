/** Themes and published rules in MariaDB, for the commands. */
package org.turntable.tool.mariadb.showcase;
