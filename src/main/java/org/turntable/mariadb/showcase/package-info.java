/** Themes and published rules in MariaDB, as nodes read them. */
package org.turntable.mariadb.showcase;
