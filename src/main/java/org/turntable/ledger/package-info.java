/**
 * The ledger: the draws that Redis admitted are written to MariaDB in groups, and only a commit that wrote something
 * confirms a win. The stream in Redis is the write-ahead log; the queue in a node's memory only makes writing faster.
 */
package org.turntable.ledger;
