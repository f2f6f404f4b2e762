/** MariaDB behind the ports of the rooms above: every SQL statement that the application runs stands in this package. */
package org.turntable.mariadb;
