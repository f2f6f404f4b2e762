/** Commands that probe the entry lines and switch between them. */
package org.turntable.tool.command.line;
