/** The rules of the fail-over: pure functions and values, without I/O, threads or a clock. */
package org.turntable.tool.failover.policy;
