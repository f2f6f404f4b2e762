/** Commands for the schema: migrate, check, add an index. */
package org.turntable.tool.command.schema;
