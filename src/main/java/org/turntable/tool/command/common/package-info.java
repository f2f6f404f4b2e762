/** Shared by all commands: options, settings, database access, output formats and exit codes. */
package org.turntable.tool.command.common;
