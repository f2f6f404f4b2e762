package org.turntable.tool.failover.policy;

import java.util.Optional;
import java.util.stream.Stream;

/** What an operator can order the agent to do. */
public enum OperatorOrder {
    /** The replica becomes the writer within a deadline, or nothing changes. */
    SWITCHOVER("switchover"),
    /** The replica becomes the writer because the writer is dead. */
    FAIL_OVER("fail-over"),
    /** The replica is started, or made to replicate. */
    REJOIN("rejoin"),
    /** The writer commits without a replica for a limited time; also extends that time. */
    ENTER_SINGLE_COPY("alone"),
    /** Commits wait for the replica again. */
    LEAVE_SINGLE_COPY("whole");

    private final String command;

    OperatorOrder(String command) {
        this.command = command;
    }

    /** The order of that name on the agent's control socket, if there is one. */
    public static Optional<OperatorOrder> of(String command) {
        return Stream.of(values())
                .filter(order -> order.command.equals(command))
                .findFirst();
    }
}
