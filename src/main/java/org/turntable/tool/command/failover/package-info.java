/** The command that runs the fail-over agent, and the commands that send requests to it. */
package org.turntable.tool.command.failover;
