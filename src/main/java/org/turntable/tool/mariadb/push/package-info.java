/** Waves and pushes in MariaDB. */
package org.turntable.tool.mariadb.push;
