/** Claims in MariaDB: addresses, redemptions, red packets, coupon codes. */
package org.turntable.mariadb.claim;
