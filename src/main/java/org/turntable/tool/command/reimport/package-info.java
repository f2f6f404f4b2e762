/** The commands of the reimport. */
package org.turntable.tool.command.reimport;
