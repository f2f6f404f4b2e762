/**
 * The fail-over of the MariaDB pair: which member may write, and when that changes.
 *
 * <p><b>What must never happen</b>
 *
 * <ol>
 *   <li>Two members acknowledge commits. A promotion first stops the candidate's I/O thread. From then on the old
 *       writer cannot answer a commit, whether it is dead, suspended or cut off from the network, because it waits for
 *       an acknowledgement of each commit and never falls back by itself.
 *   <li>An acknowledged row is lost. Only a replica that was observed to have every transaction
 *       ({@link org.turntable.tool.failover.policy.ReplicationMode#PAIR}), that was not restarted since, and that has
 *       applied its relay log, is opened. After {@link org.turntable.tool.failover.policy.ReplicationMode#SINGLE_COPY}
 *       the replica has to catch up first.
 *   <li>A member is opened, or commits without its replica, before (term, writer, mode) is on the agent's disk.
 *   <li>Two agents act: one lock in the folder, one on each server. Operators' commands are sent to the agent and
 *       executed by its one thread.
 * </ol>
 *
 * <p><b>How it works.</b> {@link MemberProber}s probe both members five times a second and keep what they observe in
 * {@link MemberMonitor}s. Each tick {@link org.turntable.tool.failover.policy.FailoverPolicy}, which is a pure
 * function, reads {@link org.turntable.tool.failover.policy.ClusterState} and both
 * {@link org.turntable.tool.failover.policy.MemberObservation}s and returns one
 * {@link org.turntable.tool.failover.policy.FailoverDecision}; {@link AgentSteps} executes it. The agent may be killed
 * anywhere in a step: the next agent reads the stored state and continues from there.
 *
 * <p><b>Which role a server starts in.</b> The writer starts as MASTER and keeps the end of its binlog. The replica
 * starts as SLAVE, which truncates transactions that were not acknowledged. The former writer is not started while a
 * promotion is in progress, because the candidate may still turn out to be incomplete. A member that ran in single-copy
 * mode stays the writer until the replica has caught up, so it is never started as SLAVE before that.
 */
package org.turntable.tool.failover;
