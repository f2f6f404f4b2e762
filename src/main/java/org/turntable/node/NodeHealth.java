package org.turntable.node;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.turntable.concurrent.Deadline;
import org.turntable.draw.EpochRegistry;
import org.turntable.health.DrainState;
import org.turntable.health.NodeClocks;
import org.turntable.health.Readiness;
import org.turntable.mariadb.schema.SchemaMonitor;
import org.turntable.node.limits.RequestWait;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.player.Revocations;

/** The health of a node and its parts, for ops, the other nodes and testers. */
final class NodeHealth {
    private final DrawModule draws;
    private final SchemaMonitor schemaMonitor;
    private final Revocations revocations;
    private final StartupRehearsal startupRehearsal;
    private final DrainState drain;
    private final NodeClocks clocks;

    NodeHealth(
            DrawModule draws,
            SchemaMonitor schemaMonitor,
            Revocations revocations,
            StartupRehearsal startupRehearsal,
            DrainState drain,
            NodeClocks clocks) {
        this.draws = draws;
        this.schemaMonitor = schemaMonitor;
        this.revocations = revocations;
        this.startupRehearsal = startupRehearsal;
        this.drain = drain;
        this.clocks = clocks;
    }

    /** Whether the node may get players, and the state of each part. */
    Readiness readiness() {
        boolean epochsKnown = draws.plans().all().stream()
                .allMatch(campaign -> draws.epochs().current(campaign.id()).isPresent());
        Map<String, String> components = new LinkedHashMap<>();
        components.put("plans", draws.plans().isLoaded() ? "loaded" : "not loaded yet");
        components.put("redis", epochsKnown ? "ok" : "away");
        components.put("mariadb", draws.breaker().isClosed() ? "ok" : "away");
        components.put("schema", schemaMonitor.word());
        components.put("rehearsal", startupRehearsal.word());
        components.put("players", drain.isOn() ? "sent to other nodes: this node is draining" : "welcome");
        components.put("revocations", revocations.isLoaded() ? "loaded" : "not loaded yet");
        components.put("clocks", clocks.word());
        return new Readiness(
                draws.plans().isLoaded() && revocations.isLoaded() && startupRehearsal.mayServe() && !drain.isOn(),
                components);
    }

    /** The states for /diag, which is public: without names of indexes, columns and campaigns. */
    Map<String, String> partsForTesters() {
        Map<String, String> components = readiness().components();
        components.replaceAll(
                (part, word) -> part.equals("schema") && schemaMonitor.problems() > 0 ? "degraded" : word);
        components.replace("clocks", clocks.word().equals("ok") ? "ok" : "degraded");
        return components;
    }

    /**
     * Whether players are sent to another node: this one drains, or has not loaded the campaigns yet and would answer
     * 404 for every page.
     */
    boolean redirectsPlayers() {
        return drain.isOn() || !draws.plans().isLoaded();
    }

    /** The round-trip time of Redis on a connection that draws do not use; empty when it is unavailable. */
    static Optional<Duration> ping(EpochRegistry epochs) {
        long from = System.nanoTime();
        try (Deadline.Scope scope = Deadline.begin(RequestWait.PING.longest())) {
            epochs.runId();
            return Optional.of(Duration.ofNanos(System.nanoTime() - from));
        } catch (RedisUnavailableException unavailable) {
            return Optional.empty();
        }
    }
}
