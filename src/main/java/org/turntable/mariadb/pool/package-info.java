/** Connection pools that follow the writer: which server accepts writes, and connections to that server only. */
package org.turntable.mariadb.pool;
