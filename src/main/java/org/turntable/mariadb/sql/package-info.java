/** A statement with its name and its row-read budget: the only way in which the application asks MariaDB anything. */
package org.turntable.mariadb.sql;
