package org.turntable.promises.matrix;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.turntable.campaign.CampaignAdministration.CampaignDefinition;
import org.turntable.promises.draw.DrawingPlayers.Told;
import org.turntable.promises.matrix.Fault.Mend;
import org.turntable.promises.matrix.MatrixPlayers.Draw;
import org.turntable.testing.stack.Await;

/** Runs one cell on a system that is whole, under a steady load of players. */
final class CellRunner {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** How long after the mend a player may wait for the result of a draw that is being confirmed. */
    private static final long CONFIRMED_MILLIS = 10_000;

    private final MatrixSystem system;
    private final Cell cell;
    private final Random random;
    private final List<String> violations = new ArrayList<>();
    private final String slug;
    private CampaignDefinition definition;
    private int campaignId;
    private List<Told> told = List.of();
    private int waiting;
    private long slowestMillis;

    CellRunner(MatrixSystem system, Cell cell) {
        this.system = system;
        this.cell = cell;
        this.random = new Random(cell.seed() * 1_000_003 + cell.id().hashCode());
        this.slug = "matrix-" + Long.toString(System.nanoTime(), 36);
    }

    /** Everything that should not be, one sentence each; empty if the cell is green. */
    List<String> run() {
        try {
            system.awaitWhole();
            definition = cell.campaign().definition(slug, random);
            campaignId = system.open(definition);
            play();
            violations.addAll(check());
        } catch (Exception | AssertionError broken) {
            violations.add(String.valueOf(broken.getMessage()));
        }
        return violations;
    }

    /** Compares what was told with what is stored. */
    List<String> check() throws SQLException {
        return new MatrixChecks(system, campaignId, cell.lossesMayBeForgotten())
                .awaitStored()
                .violations(definition, told);
    }

    private void play() throws Exception {
        MatrixPlayers players =
                new MatrixPlayers(system.cluster(), campaignId, slug, cell.lossesMayBeForgotten(), cell.seed());
        try (players) {
            Await.until("results are told", LIMIT, () -> players.told().size() > 100);
            injectAndMend();
            system.awaitMended();
            awaitConfirmed(players);
            int before = players.told().size();
            Await.until("draws go on", LIMIT, () -> players.told().size() > before + 200);
        } finally {
            told = players.told();
            violations.addAll(players.violations().stream().limit(10).toList());
        }
    }

    private void injectAndMend() throws Exception {
        Target target = new Target(system, campaignId, random);
        List<Mend> mends = new ArrayList<>();
        try {
            target.pause(0, 1_000);
            for (Fault fault : cell.faults()) {
                mends.add(fault.injection().into(target));
                target.pause(0, 1_500);
            }
        } finally {
            Collections.shuffle(mends, random);
            for (Mend mend : mends) {
                try {
                    mend.run();
                } catch (Exception | AssertionError failed) {
                    violations.add("mending failed: " + failed.getMessage());
                }
            }
        }
    }

    /** Players go on asking; the limit is checked, and exceeded by some, to tell how long it really takes. */
    private void awaitConfirmed(MatrixPlayers players) {
        long mended = System.nanoTime();
        Set<Draw> open = new HashSet<>(players.confirming());
        waiting = open.size();
        Await.until(waiting + " players are answered", LIMIT, () -> {
            open.removeIf(players::isAnswered);
            return open.isEmpty();
        });
        slowestMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - mended);
        if (slowestMillis > CONFIRMED_MILLIS) {
            violations.add("the last of " + waiting + " players was answered " + slowestMillis + " ms after the mend");
        }
    }

    int campaignId() {
        return campaignId;
    }

    List<Told> told() {
        return told;
    }

    /** What was seen, for the line of the cell. */
    String summary() {
        return String.format(
                Locale.ROOT,
                "%d results, %d wins, %d waiting at the mend, answered within %d ms",
                told.size(),
                told.stream().filter(Told::win).count(),
                waiting,
                slowestMillis);
    }
}
