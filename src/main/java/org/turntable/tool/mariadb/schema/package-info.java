/** Adds an index to a live table. */
package org.turntable.tool.mariadb.schema;
