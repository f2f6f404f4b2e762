package org.turntable.testing.bench.sessions;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.turntable.testing.bench.Progress;
import org.turntable.testing.bench.Table;
import org.turntable.testing.load.LoadProcess;
import org.turntable.testing.load.LoadResult;
import org.turntable.testing.load.LoadSettings;
import redis.clients.jedis.Jedis;

/**
 * Requests a second of every variant on one node: rounds of all in turn, so that a slow minute of the machine meets
 * all.
 */
final class SessionSpeed {
    private final SessionSystem system;
    private final SessionBenchSettings settings;
    private final Map<SessionVariant, Crowd> crowds = new LinkedHashMap<>();
    private final Map<Crowd.Page, Map<SessionVariant, List<SessionRound>>> measured = new EnumMap<>(Crowd.Page.class);

    SessionSpeed(SessionSystem system, SessionBenchSettings settings) {
        this.system = system;
        this.settings = settings;
    }

    /**
     * Requests a second reading and writing together, in one round each after a short warm-up; to choose between
     * settings of one peer.
     */
    double quickly(SessionVariant variant) throws IOException, InterruptedException {
        double sum = 0;
        for (Crowd.Page page : List.of(Crowd.Page.READ, Crowd.Page.WRITE)) {
            // The first one lets the compiler do its work.
            round(variant, page);
            SessionRound one = round(variant, page);
            Progress.say(told("to choose", variant, page, one));
            sum += one.counts() ? one.perSecond() : 0;
        }
        return sum;
    }

    /** Warms up, then measures every page in rounds. */
    void measure(List<SessionVariant> variants) throws IOException, InterruptedException {
        Progress.say("warming up");
        for (SessionVariant variant : variants) {
            for (Crowd.Page page : Crowd.Page.values()) {
                round(variant, page);
            }
        }
        for (int i = 1; i <= settings.rounds(); i++) {
            for (Crowd.Page page : Crowd.Page.values()) {
                for (SessionVariant variant : variants) {
                    SessionRound one = round(variant, page);
                    measured.computeIfAbsent(page, none -> new LinkedHashMap<>())
                            .computeIfAbsent(variant, none -> new ArrayList<>())
                            .add(one);
                    Progress.say(told("round " + i + " of " + settings.rounds(), variant, page, one));
                }
            }
        }
    }

    private SessionRound round(SessionVariant variant, Crowd.Page page) throws IOException, InterruptedException {
        Crowd crowd = crowds.computeIfAbsent(variant, begun -> new Crowd(begun, system.a(), settings.sessions()));
        LoadSettings load = new LoadSettings(
                "127.0.0.1",
                system.a().port(),
                settings.connections(),
                1,
                1000,
                settings.seconds() * 1000L,
                0,
                SessionFamily.class.getName(),
                crowd.script(page));
        try (Jedis redis = system.redis().client()) {
            long before = CommandCount.of(redis);
            LoadResult result = LoadProcess.run(load, () -> {});
            long commands = CommandCount.of(redis) - before;
            int lost = page == Crowd.Page.WRITE ? crowd.lost(result.counts().path("last")) : 0;
            return SessionRound.of(result, commands, lost);
        }
    }

    private static String told(String when, SessionVariant variant, Crowd.Page page, SessionRound one) {
        return String.format(
                Locale.ROOT,
                "%s: %s, %s: %,.0f/s, p50 %.1f ms, p99 %.1f ms, %.1f Redis commands  %s",
                when,
                variant.name(),
                page.told(),
                one.perSecond(),
                one.p50(),
                one.p99(),
                one.commands(),
                one.faults().isEmpty() ? "" : "INVALID: " + one.faults());
    }

    /** A table for each page. */
    void print() {
        System.out.printf(
                Locale.ROOT,
                "%nOne node, %d connections, %d sessions (medians of %d rounds of %d s)%n",
                settings.connections(),
                settings.sessions(),
                settings.rounds(),
                settings.seconds());
        measured.forEach((page, variants) -> {
            List<SessionVariant> others = List.copyOf(variants.keySet());
            Table table = new Table(Stream.concat(
                            Stream.of(page.told(), "requests/s", "p50 ms", "p99 ms", "Redis commands", "valid rounds"),
                            others.stream().map(other -> "x " + other.name()))
                    .toArray(String[]::new));
            variants.forEach((variant, rounds) -> {
                List<String> cells = new ArrayList<>(List.of(
                        variant.name(),
                        median("%,.0f", rounds, SessionRound::perSecond),
                        median("%.1f", rounds, SessionRound::p50),
                        median("%.1f", rounds, SessionRound::p99),
                        median("%.2f", rounds, SessionRound::commands),
                        rounds.stream().filter(SessionRound::counts).count() + " of " + rounds.size()));
                others.forEach(other -> cells.add(
                        other == variant
                                ? "-"
                                : number(
                                        "%.2f",
                                        SessionRound.median(rounds, SessionRound::perSecond)
                                                / SessionRound.median(variants.get(other), SessionRound::perSecond))));
                table.row(cells.toArray(String[]::new));
            });
            System.out.println("\n" + table);
        });
        System.out.println("""
                requests/s: answers in the measured time. Every answer was compared with what its session must say, and after a round that wrote
                  every session was read again: a round with one answer other than the right one, or one lost value, is invalid and not counted.
                Redis commands: what Redis executed (INFO commandstats, all commands, those inside scripts too), an answer.
                x another: requests/s as a multiple of that one's, in the same run.
                """);
    }

    /** What one request sends to Redis, command by command. */
    void printCommands(List<SessionVariant> variants) {
        Table table = new Table("Redis commands of one request", "page", "sent", "in scripts", "which");
        for (SessionVariant variant : variants) {
            Crowd crowd = new Crowd(variant, system.a(), settings.sessions());
            for (Crowd.Page page : Crowd.Page.values()) {
                CommandSample sample = CommandSample.during(system.redis(), () -> crowd.visitOnce(page));
                table.row(
                        variant.name(),
                        page.told(),
                        number("%.2f", sample.sentPer(settings.sessions())),
                        number("%.2f", sample.inScriptsPer(settings.sessions())),
                        sample.names(settings.sessions()));
            }
        }
        System.out.println("\nOne request of each of " + settings.sessions()
                + " sessions, one after the other, as MONITOR showed it\n\n" + table
                + """

                sent: commands that the node sent. in scripts: what its scripts executed beyond that.
                """);
    }

    private static String median(String format, List<SessionRound> rounds, ToDoubleFunction<SessionRound> value) {
        return number(format, SessionRound.median(rounds, value));
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "invalid" : String.format(Locale.ROOT, format, value);
    }
}
