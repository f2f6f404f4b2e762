package org.turntable.tool.failover.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The cluster state of an agent without a folder: a first start, or a spare agent whose predecessor was lost with its
 * disk. The writer is never guessed: it is the last one that an agent marked, which only the marks on both disks tell.
 * Nothing is known of the replica, so the state is HELD.
 */
public final class FirstState {
    /**
     * One server as it is found.
     *
     * @param address its address in database.hosts
     * @param status its status; empty when it does not answer
     */
    public record Found(String address, Optional<MemberStatus> status) {
        private boolean isOpen() {
            return status.filter(one -> !one.readOnly()).isPresent();
        }

        private StoredMark storedMark() {
            return status.flatMap(MemberStatus::storedMark).orElse(StoredMark.NONE);
        }

        private long term() {
            return Math.max(
                    storedMark().term(), status.map(one -> one.mark().term()).orElse(0L));
        }
    }

    /**
     * What the operator knows.
     *
     * @param writer the server that becomes the writer of a new pair
     * @param lose a server that is lost for good, with what it alone holds
     */
    public record Named(Optional<String> writer, Optional<String> lose) {}

    private FirstState() {}

    /**
     * The state to begin with.
     *
     * @param limit the maximum time in single-copy mode
     * @throws IllegalStateException with the reason and what to do, when the last writer is not certain
     */
    public static ClusterState of(List<Found> servers, Named named, Duration limit, Instant now) {
        named.lose().ifPresent(address -> find(servers, address));
        named.writer().ifPresent(address -> find(servers, address));
        long term = servers.stream().mapToLong(Found::term).max().orElse(0) + 1;
        Optional<Found> silent = servers.stream()
                .filter(server -> server.status().isEmpty())
                .filter(server -> named.lose().filter(server.address()::equals).isEmpty())
                .findFirst();
        if (silent.isPresent()) {
            throw new IllegalStateException(silent.get().address() + " does not answer, and it may have been the last"
                    + " writer: start it (turntable-db start MASTER; it stays closed). If it is lost for good, with the"
                    + " rows that it alone has: --lose " + silent.get().address());
        }
        if (named.lose().isPresent()) {
            return withoutTheLost(servers, named.lose().get(), term, limit, now);
        }
        List<Found> open = servers.stream().filter(Found::isOpen).toList();
        if (open.size() > 1) {
            throw new IllegalStateException(
                    "both servers accept writes: close the wrong one first (SET GLOBAL read_only"
                            + " = 1), and compare them");
        }
        StoredMark last = servers.stream()
                .map(Found::storedMark)
                .max(Comparator.comparingLong(StoredMark::term))
                .orElse(StoredMark.NONE);
        String writer = last.term() > 0 ? last.writer() : unmarked(servers, open, named);
        if (servers.stream().noneMatch(server -> server.address().equals(writer))) {
            throw new IllegalStateException("the last writer was " + writer
                    + " by the marks on both servers, but database.hosts does not name it");
        }
        for (String other : open.stream().map(Found::address).toList()) {
            if (!other.equals(writer)) {
                throw new IllegalStateException(other + " accepts writes, but the last writer was " + writer + " (term "
                        + last.term() + "): close it first (SET GLOBAL read_only = 1), and compare them");
            }
        }
        if (named.writer().isPresent() && !named.writer().get().equals(writer)) {
            throw new IllegalStateException("--writer " + named.writer().get() + " is not the last writer, which was "
                    + writer + (last.term() > 0 ? " (term " + last.term() + ")" : ": it is open"));
        }
        return ClusterState.first(
                term,
                writer,
                now,
                open.isEmpty()
                        ? last.term() > 0 ? "found as the last writer at the first start" : "named at the first start"
                        : "found open at the first start");
    }

    /** Servers that no agent has marked: the open one, or the named one if it has everything. */
    private static String unmarked(List<Found> servers, List<Found> open, Named named) {
        if (!open.isEmpty()) {
            return open.get(0).address();
        }
        String writer = named.writer()
                .orElseThrow(() -> new IllegalStateException("neither server is open and none carries a mark, so the"
                        + " writer is not known: name it with --writer (for a pair that was used before, the one that"
                        + " wrote last; never guess)"));
        String held = held(find(servers, writer));
        for (Found server : servers) {
            if (!GtidPositions.contains(held, held(server))) {
                throw new IllegalStateException("--writer " + writer + " has only " + held + ", but " + server.address()
                        + " has " + held(server) + ": rows would be lost. Name that one, or compare them");
            }
        }
        return writer;
    }

    /** The other one becomes the writer, after it has applied what it has received. */
    private static ClusterState withoutTheLost(
            List<Found> servers, String lost, long term, Duration limit, Instant now) {
        if (find(servers, lost).status().isPresent()) {
            throw new IllegalStateException("--lose " + lost + " is not lost, it answers: start without --lose");
        }
        Found left = servers.stream()
                .filter(server -> !server.address().equals(lost))
                .findFirst()
                .orElseThrow();
        MemberStatus status = left.status().orElseThrow();
        String why = lost + " was given up at the first start, with the rows that it alone had";
        boolean relay = status.readOnly()
                && !status.mark().isMissing()
                && status.replication().isPresent();
        ClusterState first = ClusterState.first(term, relay ? lost : left.address(), now, why);
        return relay ? first.promoting(left.address(), now, limit, true, why) : first;
    }

    private static String held(Found server) {
        return server.status().map(MemberStatus::heldPosition).orElse("");
    }

    private static Found find(List<Found> servers, String address) {
        return servers.stream()
                .filter(server -> server.address().equals(address))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(address + " is not in database.hosts"));
    }
}
