package org.turntable.tool.failover;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.turntable.tool.failover.policy.FailoverTimeouts;
import org.turntable.tool.failover.policy.MemberObservation;

/** Probes both members and keeps what was observed of each. */
final class ClusterMonitor implements Observations, AutoCloseable {
    private final Map<String, MemberMonitor> monitors = new LinkedHashMap<>();
    private final List<MemberProber> probers;

    ClusterMonitor(List<Member> members, FailoverTimeouts timeouts, LongSupplier nanoClock) {
        members.forEach(member ->
                monitors.put(member.address(), new MemberMonitor(member.address(), member.source(), nanoClock)));
        probers = members.stream()
                .map(member -> new MemberProber(member, monitors.get(member.address()), timeouts, nanoClock))
                .toList();
    }

    /** Starts one prober thread for each member. */
    void start() {
        probers.forEach(MemberProber::start);
    }

    @Override
    public MemberObservation observation(Member member) {
        return monitors.get(member.address()).observation();
    }

    /** Whether the marks of both members are known, because an agent ran until moments ago. */
    void setSeen(boolean known) {
        monitors.values().forEach(monitor -> monitor.setSeen(known));
    }

    /** Forgets all that was observed: after this process was stopped for a while, old observations prove nothing. */
    void reset() {
        monitors.values().forEach(MemberMonitor::reset);
    }

    @Override
    public void discardStatuses() {
        monitors.values().forEach(MemberMonitor::discardStatus);
    }

    @Override
    public void close() {
        probers.forEach(MemberProber::close);
    }
}
