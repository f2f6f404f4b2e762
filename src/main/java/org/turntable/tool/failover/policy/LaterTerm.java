package org.turntable.tool.failover.policy;

import java.util.List;
import java.util.Optional;

/**
 * Whether a server carries the mark of a later term than the cluster state. Then another agent has changed the writer
 * since that state was stored: this agent's folder is out of date, and its steps would undo what the other one did.
 */
final class LaterTerm {
    private LaterTerm() {}

    /** The sentence that names the server and both terms; empty if no server is ahead of the state. */
    static Optional<String> find(ClusterState state, List<MemberObservation> members) {
        List<String> addresses =
                members.stream().map(MemberObservation::address).toList();
        for (MemberObservation member : members) {
            if (member.status().isEmpty()) {
                continue;
            }
            AgentMark mark = member.status().get().mark();
            StoredMark stored = member.status().get().storedMark().orElse(StoredMark.NONE);
            long term = Math.max(mark.term(), stored.term());
            // The same term with another writer: two agents that began with copies of one folder.
            boolean otherWriter = mark.term() == state.term()
                            && mark.writer()
                            && !member.address().equals(state.writer())
                    || stored.term() == state.term()
                            && !stored.writer().equals(state.writer())
                            && addresses.contains(stored.writer());
            if (term > state.term() || otherWriter) {
                return Optional.of(member.address() + " carries the mark of term " + term
                        + (stored.term() == term ? " with the writer " + stored.writer() : "")
                        + ", but by this agent's folder it is term " + state.term() + " with the writer "
                        + state.writer() + ": another agent has changed the writer since, and this folder is out of"
                        + " date");
            }
        }
        return Optional.empty();
    }
}
