package org.turntable.app;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.turntable.draw.Admissions;
import org.turntable.draw.EpochBoard;
import org.turntable.ops.Drain;
import org.turntable.ops.Readiness;
import org.turntable.player.Revocations;

/** How a node fares, part by part, for whoever asks: ops, the other nodes, testers. */
final class NodeCondition {
    private final DrawParts draws;
    private final DatabaseWatch databaseWatch;
    private final Revocations revocations;
    private final Premiere premiere;
    private final Drain drain;

    NodeCondition(DrawParts draws, DatabaseWatch databaseWatch, Revocations revocations, Premiere premiere, Drain drain) {
        this.draws = draws;
        this.databaseWatch = databaseWatch;
        this.revocations = revocations;
        this.premiere = premiere;
        this.drain = drain;
    }

    /** Whether players may be sent here, and each part's condition. */
    Readiness readiness() {
        boolean redisHeld = draws.plans().all().stream().allMatch(campaign -> draws.epochs().current(campaign.id()).isPresent());
        Map<String, String> components = new LinkedHashMap<>();
        components.put("plans", draws.plans().isLoaded() ? "loaded" : "not loaded yet");
        components.put("redis", redisHeld ? "ok" : "away");
        components.put("mariadb", draws.breaker().isClosed() ? "ok" : "away");
        components.put("schema", databaseWatch.word());
        components.put("rehearsal", premiere.word());
        components.put("players", drain.isOn() ? "sent on: this node stands aside" : "welcome");
        components.put("revocations", revocations.isLoaded() ? "loaded" : "not loaded yet");
        return new Readiness(draws.plans().isLoaded() && revocations.isLoaded() && premiere.mayServe() && !drain.isOn(), components);
    }

    /** The same for /diag, which anybody may open: what is missing in the database is for ops alone. */
    Map<String, String> partsForTesters() {
        Map<String, String> components = readiness().components();
        components.replaceAll((part, word) -> part.equals("schema") && databaseWatch.missing() > 0 ? "degraded" : word);
        return components;
    }

    /** Whether players are to be sent on. A node without plans knows no campaign: another may, and "there is no such page" would be a lie. */
    boolean standsAside() {
        return drain.isOn() || !draws.plans().isLoaded();
    }

    /** How long Redis takes to answer over the line that no player waits for; empty when it does not. */
    static Optional<Duration> ping(EpochBoard board) {
        long from = System.nanoTime();
        try {
            board.runId();
            return Optional.of(Duration.ofNanos(System.nanoTime() - from));
        } catch (Admissions.Unavailable away) {
            return Optional.empty();
        }
    }
}
