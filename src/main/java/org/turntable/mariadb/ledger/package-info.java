/** The ledger in MariaDB: groups of draws, one transaction a group. */
package org.turntable.mariadb.ledger;
