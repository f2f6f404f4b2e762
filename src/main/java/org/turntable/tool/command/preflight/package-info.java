/** Checks of a host before it is used. */
package org.turntable.tool.command.preflight;
