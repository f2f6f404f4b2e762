package org.turntable.testing.bench.sessions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.turntable.testing.bench.Progress;
import org.turntable.testing.bench.Table;
import org.turntable.testing.bench.sessions.SessionBenchSettings.Keeper;

/**
 * The session part of the bench: chooses each peer's best settings, measures requests a second on one node, and looks
 * with two nodes at what each variant keeps of a shared session's promises.
 */
public final class SessionsPart {
    private final SessionBenchSettings settings;

    /** Prepares the part. */
    public SessionsPart(SessionBenchSettings settings) {
        this.settings = settings;
    }

    /** Starts the servers, runs everything, prints the tables and ends the servers. */
    public void run() throws Exception {
        Progress.say("starting Redis and two Tomcats");
        try (SessionSystem system = new SessionSystem(settings.connections())) {
            String redis = system.redis().url();
            List<SessionVariant> variants = new ArrayList<>();
            List<SessionVariant> redisson = List.of();
            List<SessionVariant> spring = List.of();
            for (Keeper keeper : settings.keepers()) {
                switch (keeper) {
                    case NONE -> variants.add(SessionVariants.container());
                    case TURNTABLE -> {
                        if (SessionVariants.turntableIsBuilt()) {
                            variants.add(SessionVariants.turntable(redis));
                        } else {
                            Progress.say(
                                    "Turntable's session filter is not built yet: it is missing from what follows");
                        }
                    }
                    case REDISSON -> {
                        variants.add(SessionVariants.redissonAsDocumented());
                        redisson = SessionVariants.redissonCandidates();
                    }
                    case SPRING -> spring = SessionVariants.springCandidates(redis, settings.connections());
                }
            }
            system.start(
                    Stream.of(variants, redisson, spring).flatMap(List::stream).toList());
            System.out.println("Tomcat of tomcat-conf/ (two nodes), Redis "
                    + system.redis().info("redis_version") + ", " + SessionVariants.peerVersions());

            List<SessionVariant> right = right(system, redisson);
            // One node alone carries the load: a second one would only take its share of every broadcast, and of this
            // machine.
            system.b().stop();
            SessionSpeed speed = new SessionSpeed(system, settings);
            quickest(speed, right.isEmpty() ? redisson : right).ifPresent(variants::add);
            quickest(speed, spring).ifPresent(variants::add);
            speed.measure(variants);
            speed.print();
            speed.printCommands(variants);

            system.b().start();
            printPromises(system, variants);
        }
    }

    private static List<SessionVariant> right(SessionSystem system, List<SessionVariant> candidates) throws Exception {
        List<SessionVariant> right = new ArrayList<>();
        for (SessionVariant candidate : candidates) {
            List<String> faults = SharingChecks.faults(system, candidate);
            Progress.say(
                    candidate.name() + " on two nodes: " + (faults.isEmpty() ? "right" : String.join(", ", faults)));
            if (faults.isEmpty()) {
                right.add(candidate);
            }
        }
        return right;
    }

    /** The candidate with the most requests a second; none of none. */
    private static Optional<SessionVariant> quickest(SessionSpeed speed, List<SessionVariant> candidates)
            throws Exception {
        SessionVariant best = null;
        double most = -1;
        for (SessionVariant candidate : candidates) {
            double sum = speed.quickly(candidate);
            if (sum > most) {
                most = sum;
                best = candidate;
            }
        }
        if (best != null) {
            Progress.say("chosen: " + best.name());
        }
        return Optional.ofNullable(best);
    }

    private static void printPromises(SessionSystem system, List<SessionVariant> variants) throws Exception {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (SessionVariant variant : variants) {
            BiConsumer<String, String> told = (question, cell) -> {
                rows.computeIfAbsent(question, none -> new ArrayList<>()).add(cell);
                Progress.say(variant.name() + ": " + question + ": " + cell);
            };
            SharingChecks.run(system, variant, told);
            OutageChecks.run(system, variant, told);
        }
        Table table = new Table(
                Stream.concat(Stream.of("two nodes, A and B"), variants.stream().map(SessionVariant::name))
                        .toArray(String[]::new));
        rows.forEach((question, cells) ->
                table.row(Stream.concat(Stream.of(question), cells.stream()).toArray(String[]::new)));
        System.out.println("\nOne session, two nodes: what was seen\n\n" + table + """

                at once: in the request that follows the answer. Both nodes knew the session before.
                an undecodable session: read twice on the node that had not seen it, then a page that makes a session where there is none.
                killed, hung: the statuses of up to three requests and the slowest of them.
                """);
    }
}
