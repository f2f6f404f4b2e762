/** The agent that watches the pair of databases, and what is ordered of it. */
package org.turntable.cli.failover;
