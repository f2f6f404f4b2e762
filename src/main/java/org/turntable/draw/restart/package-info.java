/**
 * Continues the epoch of a campaign after a restart of Redis that lost nothing, without MariaDB: proved by the latest
 * entries that all nodes know.
 */
package org.turntable.draw.restart;
