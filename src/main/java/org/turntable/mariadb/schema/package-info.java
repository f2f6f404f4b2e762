/** The tables and indexes that the application's statements stand on: what is expected, what is there, and the difference in words. */
package org.turntable.mariadb.schema;
