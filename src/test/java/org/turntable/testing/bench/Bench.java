package org.turntable.testing.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import org.turntable.testing.bench.sessions.SessionBenchSettings;
import org.turntable.testing.bench.sessions.SessionsPart;
import org.turntable.testing.stack.ProjectFiles;

/**
 * {@code mvn -Pbench}: draws per second with all servers on this machine, compared with an empty servlet in the same
 * Tomcat and with the same draw implemented in the usual way; then the cost of shared sessions, compared with other
 * implementations and with none. Options: {@code -Dbench.seconds} (4), {@code -Dbench.rounds} (3, at most 7 with filled
 * and rewrite), {@code -Dbench.connections} (64,128,200), {@code -Dbench.parts}
 * (peak,filled,rewrite,ledger,start,sessions; outage only on request), {@code -Dbench.backlog} (500000),
 * {@code -Dbench.outage.minutes} (30), {@code -Dbench.turntable} (true; false measures the yardsticks alone),
 * {@code -Dbench.sessions.of} (none,turntable,redisson,spring), {@code -Dbench.sessions.connections} (32),
 * {@code -Dbench.sessions.count} (300).
 */
public final class Bench {
    private Bench() {}

    /** Runs the parts and prints their tables. */
    public static void main(String[] none) throws Exception {
        BenchSettings settings = BenchSettings.fromSystemProperties();
        Path libraries = ProjectFiles.root().resolve("target/turntable/WEB-INF/lib");
        if (!Files.isDirectory(libraries)) {
            throw new IllegalStateException(libraries + " is missing: run mvn -Pbench, which builds the WAR first");
        }
        System.out.println(MachineFacts.warning() + MachineFacts.line());
        if (settings.hasDraws()) {
            draws(settings, libraries);
        }
        if (settings.has(BenchSettings.Part.SESSIONS)) {
            new SessionsPart(SessionBenchSettings.fromSystemProperties(
                            settings.seconds(), settings.rounds(), settings.turntable()))
                    .run();
        }
        Progress.say("done");
    }

    private static void draws(BenchSettings settings, Path libraries) throws Exception {
        Progress.say("starting MariaDB (two), Redis (two) and Tomcat");
        try (BenchSystem system = new BenchSystem(libraries, settings.turntable())) {
            System.out.println(system.versions());
            Round round = new Round(system);
            double peak = 0;
            if (settings.has(BenchSettings.Part.PEAK)) {
                PeakPart part = new PeakPart(system, settings, round);
                part.run();
                peak = part.peak();
            }
            if (settings.has(BenchSettings.Part.FILLED) || settings.has(BenchSettings.Part.REWRITE)) {
                new FilledPart(system, settings, round).run(peak);
            }
            if (settings.has(BenchSettings.Part.LEDGER)) {
                new LedgerPart(system, settings, round).run();
            }
            if (settings.has(BenchSettings.Part.START)) {
                new StartPart(system, settings).run();
            }
            if (settings.has(BenchSettings.Part.OUTAGE)) {
                new OutagePart(system, settings, round).run();
            }
        }
    }
}
