package org.turntable.console;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.campaign.Campaign;
import org.turntable.draw.Admissions;
import org.turntable.draw.Takings;
import org.turntable.ledger.DrawLog;
import org.turntable.ledger.LedgerStore;
import org.turntable.ledger.LedgerTotals;
import org.turntable.ops.NodeBoard;

/** How a campaign and the nodes fare. What is away leaves a gap, and nothing here counts rows: a page that is looked at in the worst hour must not add to it. */
public final class ConsoleFigures {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleFigures.class);

    private final LedgerTotals totals;
    private final Takings takings;
    private final DrawLog log;
    private final NodeBoard board;
    private final Supplier<Instant> clock;

    /**
     * A campaign's figures; each is empty where whoever knows it does not answer.
     *
     * @param total   stored draws and wins
     * @param taken   units given out or about to be, by prize id
     * @param backlog what Redis has and MariaDB not yet
     */
    record Figures(Optional<LedgerTotals.Total> total, Optional<Map<Integer, Long>> taken, Optional<DrawLog.Backlog> backlog) {
    }

    public ConsoleFigures(LedgerTotals totals, Takings takings, DrawLog log, NodeBoard board, Supplier<Instant> clock) {
        this.totals = totals;
        this.takings = takings;
        this.log = log;
        this.board = board;
        this.clock = clock;
    }

    /** What is known of a campaign now. */
    Figures of(Campaign campaign) {
        return new Figures(ask(() -> totals.of(campaign.id())), ask(() -> takings.of(campaign.id())), ask(() -> log.backlog(campaign.id())));
    }

    /** What the nodes have told last; empty where the board does not answer. */
    Optional<List<NodeBoard.Told>> nodes() {
        return ask(() -> board.all(clock.get()));
    }

    private interface Question<T> {
        T ask() throws LedgerStore.Unavailable, DrawLog.Unavailable, NodeBoard.Unavailable;
    }

    private static <T> Optional<T> ask(Question<T> question) {
        try {
            return Optional.of(question.ask());
        } catch (LedgerStore.Unavailable | DrawLog.Unavailable | NodeBoard.Unavailable | Admissions.Unavailable away) {
            LOG.info("the console shows a gap: {}", away.getMessage());
            return Optional.empty();
        }
    }
}
