package org.turntable.testing.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The maximum draws per second of every implementation. The rounds of all implementations alternate, so that a slow
 * minute of the machine affects all of them.
 */
final class PeakPart {
    private static final String EVERY_DRAW = "every-draw";
    private static final String WINNERS = "winners";

    private final BenchSystem system;
    private final BenchSettings settings;
    private final Round round;
    private final Map<String, Map<Integer, List<Measurement>>> measured = new LinkedHashMap<>();
    private double peak;

    PeakPart(BenchSystem system, BenchSettings settings, Round round) {
        this.system = system;
        this.settings = settings;
        this.round = round;
    }

    /** Turntable's best median, in draws a second. */
    double peak() {
        return peak;
    }

    void run() throws Exception {
        Way bare = Way.bare();
        Way turntable = system.turntable();
        // Long enough for the JIT compiler to finish: it uses the same two cores.
        Progress.say("warming up for a minute");
        round.peak(bare, BenchSettings.MIDDLE, 1000, 6000);
        if (settings.turntable()) {
            round.peak(turntable, BenchSettings.MIDDLE, 1000, 40_000);
        }
        round.peak(system.usual(EVERY_DRAW, YardstickWebapp.POOLS.get(0)), BenchSettings.MIDDLE, 1000, 5000);
        Way usual = system.usual(EVERY_DRAW, bestPool(EVERY_DRAW));
        Way lighter = system.usual(WINNERS, bestPool(WINNERS));
        List<Way> ways =
                settings.turntable() ? List.of(bare, turntable, usual, lighter) : List.of(bare, usual, lighter);
        for (int i = 1; i <= settings.rounds(); i++) {
            for (int connections : settings.connections()) {
                for (Way way : ways) {
                    Measurement one = round.peak(way, connections, 1000, settings.seconds() * 1000L);
                    measured.computeIfAbsent(way.name(), name -> new LinkedHashMap<>())
                            .computeIfAbsent(connections, count -> new ArrayList<>())
                            .add(one);
                    Progress.round(i, settings.rounds(), way, connections, one);
                }
            }
        }
        if (settings.turntable()) {
            peak = measured.get(turntable.name()).values().stream()
                    .mapToDouble(Measurement::perSecond)
                    .max()
                    .orElseThrow();
        }
        print(ways, bare, usual, lighter);
    }

    private int bestPool(String stock) throws Exception {
        int best = 0;
        double most = -1;
        for (int pool : YardstickWebapp.POOLS) {
            Way way = system.usual(stock, pool);
            Measurement one = round.peak(way, BenchSettings.MIDDLE, 1500, 3000);
            Progress.say(String.format(
                    Locale.ROOT, "%s, %d database connections: %,.0f draws/s", way.name(), pool, one.perSecond()));
            if (one.perSecond() > most) {
                most = one.perSecond();
                best = pool;
            }
        }
        return best;
    }

    private void print(List<Way> ways, Way bare, Way usual, Way lighter) {
        Table table = new Table(
                "way",
                "connections",
                "draws/s",
                "p50 ms",
                "p99 ms",
                "statements",
                "Redis reads",
                "Redis scripts",
                "driver CPU",
                "of bare",
                "x usual, every draw",
                "x usual, winners");
        for (Way way : ways) {
            for (int connections : settings.connections()) {
                List<Measurement> rounds = measured.get(way.name()).get(connections);
                double rate = Measurement.perSecond(rounds);
                table.row(
                        way.name(),
                        Integer.toString(connections),
                        String.format(Locale.ROOT, "%,.0f", rate),
                        Progress.millis(
                                Measurement.median(rounds, one -> one.load().p50())),
                        Progress.millis(
                                Measurement.median(rounds, one -> one.load().p99())),
                        way == bare ? "-" : perDraw(rounds, ServerCounters::statements),
                        way == bare ? "-" : perDraw(rounds, ServerCounters::redisReads),
                        way == bare ? "-" : perDraw(rounds, ServerCounters::redisScripts),
                        String.format(Locale.ROOT, "%.2f", Measurement.median(rounds, Measurement::driverCores)),
                        ratio(rate, bare, connections),
                        way == bare ? "-" : ratio(rate, usual, connections),
                        way == bare ? "-" : ratio(rate, lighter, connections));
            }
        }
        System.out.println("\nMaximum rate (medians of " + settings.rounds() + " rounds of " + settings.seconds()
                + " s)\n\n" + table + """

                draws/s: answered with a result in the measured time, less every result whose row was not on both databases one
                  second after the last answer. Winners wait for the commit of their group.
                statements: the primary's Questions a draw (COMMIT included, a batch once), all clients together, background work included.
                Redis reads: how often the two Redis read from a socket, a draw: calls that wait alone count one each, calls gathered into
                  one write count once. Redis scripts: calls of scripts a draw, those of the background included.
                of bare: against the bare servlet with as many connections. x usual: against the usual way with as many connections.
                driver CPU: cores that the load itself took from the servers.
                """);
    }

    private String ratio(double rate, Way yardstick, int connections) {
        double other = Measurement.perSecond(measured.get(yardstick.name()).get(connections));
        return String.format(Locale.ROOT, "%.2f", rate / other);
    }

    private static String perDraw(List<Measurement> rounds, java.util.function.ToLongFunction<ServerCounters> counter) {
        return String.format(
                Locale.ROOT, "%.3f", Measurement.median(rounds, one -> one.perResult(counter.applyAsLong(one.used()))));
    }
}
