/** Administration of red packets in MariaDB, for the commands. */
package org.turntable.tool.mariadb.redpacket;
