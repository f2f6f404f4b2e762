/** A stranded MariaDB and the one that went on, behind the ports of {@code org.turntable.reimport}. Not in the WAR. */
package org.turntable.mariadb.reimport;
