/** Campaigns in MariaDB: {@code campaign}, {@code prize} and {@code prize_unit}. */
package org.turntable.mariadb.campaign;
