/** The expected schema, the schema of the database, and the differences; privileges of the application's account. */
package org.turntable.mariadb.schema;
