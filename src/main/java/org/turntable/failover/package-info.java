/**
 * The fail-over of the MariaDB pair: who may write, and when that changes.
 *
 * <p><b>What never happens</b>
 * <ol>
 *   <li>Two nodes acknowledge. A promotion first stops the candidate's receiving thread: from then on the old writer, which waits for an
 *       acknowledgement of each commit and never falls back by itself, cannot answer anything, whether it is dead, frozen or cut off.</li>
 *   <li>An acknowledged row is lost. Only a replica that was seen to hold everything ({@link Mode#PAIR}), that was not restarted since and
 *       that has applied its relay log is opened. After {@link Mode#SINGLE_COPY} the other node has to catch up first.</li>
 *   <li>A node is opened, or lets go of its replica, before (term, writer, mode) is on this agent's disk.</li>
 *   <li>Two agents act: one lock in the folder, one on each database. People's commands are handed to the agent and done by its one thread.</li>
 * </ol>
 *
 * <p><b>How it goes.</b> {@link Prober}s look at both nodes five times a second and keep what they saw in {@link Watch}es. Each tick
 * {@link Judge}, which is a pure function, reads {@link Standing} and both {@link Sight}s and answers one {@link Verdict}; {@link Agent}
 * does it. Every step may be cut off anywhere: the next agent reads the standing and goes on from it.
 *
 * <p><b>Which role a node boots in.</b> The writer boots as MASTER and keeps the tail of its binlog. Any other node boots as SLAVE, which
 * truncates what nobody acknowledged; and none is started while a promotion is under way, because then it is not settled yet who holds
 * everything. A node that ran single-copy stays the writer until the other has caught up, so it is never started as SLAVE before that.
 */
package org.turntable.failover;
