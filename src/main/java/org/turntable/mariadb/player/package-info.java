/** Revoked identities in MariaDB. */
package org.turntable.mariadb.player;
