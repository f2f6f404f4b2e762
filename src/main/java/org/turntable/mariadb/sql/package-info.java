/** SQL statements with their names and row-read budgets; the application runs no others. */
package org.turntable.mariadb.sql;
