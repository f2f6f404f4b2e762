/** Commands for the nodes: push and rollback of a WAR, announced waves, drain. */
package org.turntable.tool.command.push;
