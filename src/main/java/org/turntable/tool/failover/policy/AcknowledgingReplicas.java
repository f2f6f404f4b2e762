package org.turntable.tool.failover.policy;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether the replica that would be promoted is the one that acknowledges. MariaDB accepts the acknowledgement of any
 * semi-synchronous replica, and a third server that acknowledges in its place makes a commit answered that the replica
 * does not have.
 */
final class AcknowledgingReplicas {
    private static final String REMEDY =
            "; only the pair may acknowledge: on every other replica SET GLOBAL rpl_semi_sync_slave_enabled = OFF; STOP"
                    + " SLAVE IO_THREAD; START SLAVE IO_THREAD";

    private AcknowledgingReplicas() {}

    /**
     * Why another server may have acknowledged in place of the replica; empty if none can. The writer's last status
     * counts, also after its death.
     */
    static Optional<String> other(MemberObservation writer, MemberObservation replica, FailoverTimeouts timeouts) {
        if (writer.status().isEmpty() || writer.status().get().semiSyncReplicas() == 0) {
            return Optional.empty();
        }
        MemberStatus status = writer.status().get();
        Set<Long> others = replica.status()
                .map(known -> others(status, known))
                .orElseGet(() -> new TreeSet<>(status.replicas().serverIds()));
        boolean known = replica.status().isPresent();
        if (others.size() < (known ? 1 : 2)) {
            return Optional.empty();
        }
        // While the replica is unknown, one of several may be the replica, and no one knows which acknowledges.
        if (writer.probesWithSeveral() >= FailoverTimeouts.FAILURES
                || !known && replica.failedProbes() >= FailoverTimeouts.FAILURES) {
            return Optional.of(several(writer.address(), status, replica.address(), others));
        }
        if (!known) {
            return Optional.empty();
        }
        // The writer counted a replica that acknowledges after the replica of the pair had stopped to: a crash, which
        // ends both at once, leaves no such count.
        boolean stopped = replica.sinceAcknowledging().minus(writer.statusAge()).compareTo(timeouts.fresh()) > 0;
        boolean connected =
                status.replicas().serverIds().contains(replica.status().get().serverId());
        return stopped && (!connected || replica.answers(timeouts))
                ? Optional.of("a server with server_id " + list(others) + " acknowledges the commits of "
                        + writer.address() + " in place of " + replica.address() + REMEDY)
                : Optional.empty();
    }

    /** Why the replica is not the only one that acknowledges now; empty if it is. */
    static Optional<String> notAlone(String writer, MemberStatus status, String replica, MemberStatus replicaStatus) {
        Set<Long> others = others(status, replicaStatus);
        if (status.semiSyncReplicas() > 1 && !others.isEmpty()) {
            return Optional.of(several(writer, status, replica, others));
        }
        return replicaStatus.isAcknowledging()
                        && status.replicas().serverIds().contains(replicaStatus.serverId())
                        && status.semiSyncReplicas() > 0
                ? Optional.empty()
                : Optional.of(replica + " is not connected to " + writer + " as a semi-synchronous replica");
    }

    private static String several(String writer, MemberStatus status, String replica, Set<Long> others) {
        return status.semiSyncReplicas() + " replicas acknowledge the commits of " + writer + ": not only " + replica
                + ", but also server_id " + list(others) + REMEDY;
    }

    private static Set<Long> others(MemberStatus writer, MemberStatus replica) {
        Set<Long> others = new TreeSet<>(writer.replicas().serverIds());
        others.remove(replica.serverId());
        return others;
    }

    private static String list(Set<Long> serverIds) {
        return String.join(" or ", serverIds.stream().map(String::valueOf).toList());
    }
}
