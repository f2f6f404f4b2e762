/** The recorded signals of automated play, in MariaDB. */
package org.turntable.mariadb.signal;
