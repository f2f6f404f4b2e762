/** Connections that follow the writer: which of the servers takes writes, and pools whose connections lead there and nowhere else. */
package org.turntable.mariadb.pool;
