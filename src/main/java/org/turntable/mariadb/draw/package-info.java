/** Epochs, the history of players and the rehearsal campaign in MariaDB. */
package org.turntable.mariadb.draw;
