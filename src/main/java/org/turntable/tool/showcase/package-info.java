/** Changes of a campaign's theme and rules: the port of the commands. */
package org.turntable.tool.showcase;
