/** The fail-over agent's access to one MariaDB server. */
package org.turntable.tool.mariadb.failover;
