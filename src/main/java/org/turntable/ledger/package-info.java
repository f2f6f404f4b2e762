/**
 * The ledger: what Redis admitted is written to MariaDB in groups, and only a commit that wrote something confirms a win.
 * The stream in Redis is the write-ahead log; a node's memory is only the quick way.
 */
package org.turntable.ledger;
