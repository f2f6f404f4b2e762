/** Operators' accounts in MariaDB. */
package org.turntable.mariadb.staff;
