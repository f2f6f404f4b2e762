package org.turntable.mariadb.reimport;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.turntable.player.PlayerId;
import org.turntable.reimport.Conflict;
import org.turntable.reimport.Rows.Unavailable;
import org.turntable.reimport.Successor.Given;
import org.turntable.reimport.Successor.Run;
import org.turntable.reimport.Successor.Tables;
import org.turntable.reimport.Win;
import org.turntable.reimport.row.ActionRow;
import org.turntable.reimport.row.ClaimRow;
import org.turntable.reimport.row.DrawKey;
import org.turntable.reimport.row.DrawRow;
import org.turntable.reimport.row.Revocation;
import org.turntable.reimport.row.UnitRef;
import org.turntable.reimport.row.UnitRow;
import org.turntable.reimport.row.Visit;

/** What one transaction writes. Rows that are not as they were just read make it begin anew. */
final class MariaDbTables extends Looked implements Tables {
    private static final String GIVE = """
            UPDATE prize_unit SET player_id = ?, draw_number = ?, awarded_at = ? WHERE prize_id = ? AND ordinal = ? AND player_id IS NULL""";
    private static final String REPLACE_HOLDER = """
            UPDATE prize_unit SET player_id = ?, draw_number = ?, awarded_at = ?
            WHERE prize_id = ? AND ordinal = ? AND player_id = ? AND draw_number = ?""";
    private static final String ADD_DRAW = """
            INSERT INTO draw (campaign_id, player_id, number, drawn_at, prize_id, unit_ordinal) VALUES (?, ?, ?, ?, NULLIF(?, 0), ?)""";
    private static final String RAISE = """
            UPDATE draw SET prize_id = ?, unit_ordinal = ? WHERE campaign_id = ? AND player_id = ? AND number = ? AND unit_ordinal IS NULL""";
    private static final String MOVE_DRAW = """
            UPDATE draw SET unit_ordinal = ? WHERE campaign_id = ? AND player_id = ? AND number = ? AND prize_id = ? AND unit_ordinal = ?""";
    // The last one: nodes take the first, and the first may be the own unit of another winner whose case is still open.
    private static final String FREE_UNIT = """
            SELECT ordinal, code FROM prize_unit FORCE INDEX (free_units) WHERE prize_id = ? AND player_id IS NULL AND draw_number IS NULL
            ORDER BY ordinal DESC LIMIT 1 FOR UPDATE""";
    private static final String HANDED_OVER = """
            SELECT (SELECT COUNT(*) FROM redemption WHERE campaign_id = ? AND player_id = ? AND draw_number = ?)
                 + (SELECT COUNT(*) FROM red_packet WHERE campaign_id = ? AND player_id = ? AND draw_number = ?)""";
    private static final String LAST_NUMBER = "SELECT MAX(number) FROM draw WHERE campaign_id = ? AND player_id = ?";
    private static final String KNOWN_PLAYERS = "SELECT player_id, first_seen_at FROM player WHERE campaign_id = ? AND player_id IN (";
    private static final String ADD_PLAYER = "INSERT INTO player (campaign_id, player_id, first_seen_at) VALUES (?, ?, ?)";
    private static final String EARLIER = "UPDATE player SET first_seen_at = ? WHERE campaign_id = ? AND player_id = ? AND first_seen_at > ?";
    private static final String ADD_REVOCATION = """
            INSERT INTO identity_revocation (player_id, revoked_before, by_whom, reason, at) SELECT ?, ?, ?, ?, ? FROM DUAL
            WHERE NOT EXISTS (SELECT 1 FROM identity_revocation WHERE player_id = ? AND revoked_before = ? AND at = ?)""";
    private static final String ADD_CONFLICT = """
            INSERT INTO reimport_conflict (run_id, campaign_id, player_id, number, drawn_at, awarded_at, prize_id, stranded_ordinal, stranded_code,
                                           kind, standing_number, detail, claimed)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULLIF(?, 0), ?, ?)""";
    private static final String SETTLED = """
            UPDATE reimport_conflict SET settled_at = UTC_TIMESTAMP(3), settled_number = NULLIF(?, 0), settled_ordinal = NULLIF(?, 0), trouble = NULL
            WHERE id = ? AND settled_at IS NULL""";
    private static final String TROUBLE = "UPDATE reimport_conflict SET trouble = ? WHERE id = ?";
    private static final String RECORD = """
            INSERT INTO reimport_win (run_id, campaign_id, player_id, number, prize_id, unit_ordinal, previous_ordinal, conflict_id, at)
            VALUES (?, ?, ?, ?, ?, ?, NULLIF(?, 0), NULLIF(?, 0), UTC_TIMESTAMP(3))""";
    private static final String COUNT = """
            INSERT INTO reimport_count (run_id, campaign_id, what, number) VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE number = number + ?""";

    // In the transaction that writes the draws, as nodes do: the sum over ledger_count is exactly what stands in draw.
    private static final String LEDGER_COUNT = """
            INSERT INTO ledger_count (campaign_id, node, draws, wins) VALUES (?, 'turntable-ops reimport', ?, ?)
            ON DUPLICATE KEY UPDATE draws = draws + ?, wins = wins + ?""";

    /** What was read is not so any more. */
    static final class Overtaken extends SQLException {
        Overtaken(String what) {
            super(what);
        }
    }

    MariaDbTables(Connection connection) {
        super(connection);
    }

    @Override
    public void give(List<UnitRow> units) throws Unavailable {
        List<UnitRow> inOrder = new ArrayList<>(units);
        inOrder.sort(Comparator.comparing((UnitRow row) -> row.unit().prizeId()).thenComparing(row -> row.unit().ordinal()));
        all("a unit was taken meanwhile", GIVE,
                inOrder.stream().map(row -> new Object[] {row.holder().player(), row.holder().number(), row.awardedAt(),
            row.unit().prizeId(), row.unit().ordinal()}).toList());
    }

    @Override
    public void addDraws(int campaignId, List<DrawRow> draws) throws Unavailable {
        List<DrawRow> inOrder = new ArrayList<>(draws);
        inOrder.sort(Comparator.comparing(DrawRow::key));
        ask(() -> Statements.batch(connection(), ADD_DRAW,
                inOrder.stream().map(draw -> new Object[] {campaignId, draw.key().player(), draw.key().number(),
            draw.drawnAt(), draw.prizeId(), draw.isWin() ? draw.unit().ordinal() : null}).toList()));
        ledgerCount(campaignId, draws.size(), (int) draws.stream().filter(DrawRow::isWin).count());
    }

    private void ledgerCount(int campaignId, int draws, int wins) throws Unavailable {
        if (draws > 0 || wins > 0) {
            ask(() -> Statements.run(connection(), LEDGER_COUNT, campaignId, draws, wins, draws, wins));
        }
    }

    @Override
    public void raise(int campaignId, DrawKey key, UnitRef unit) throws Unavailable {
        all("a draw changed meanwhile", RAISE,
                List.<Object[]>of(new Object[] {unit.prizeId(), unit.ordinal(), campaignId, key.player(), key.number()}));
        ledgerCount(campaignId, 0, 1);
    }

    @Override
    public void moveWin(int campaignId, DrawKey holder, UnitRef from, UnitRef to, DrawKey newHolder, Instant awardedAt) throws Unavailable {
        // In this order: for a moment one draw would hold two units of the prize, which a key forbids.
        all("a unit changed meanwhile", REPLACE_HOLDER,
                List.<Object[]>of(new Object[] {newHolder.player(), newHolder.number(), awardedAt, from.prizeId(),
            from.ordinal(), holder.player(), holder.number()}));
        all("a unit was taken meanwhile", GIVE,
                List.<Object[]>of(new Object[] {holder.player(), holder.number(), awardedAt, to.prizeId(), to.ordinal()}));
        all("a draw changed meanwhile", MOVE_DRAW,
                List.<Object[]>of(new Object[] {to.ordinal(), campaignId, holder.player(), holder.number(), from.prizeId(),
            from.ordinal()}));
    }

    @Override
    public Optional<UnitRef> freeUnit(int prizeId) throws Unavailable {
        return ask(() -> Statements.list(connection(), row -> new UnitRef(prizeId, row.getInt("ordinal"), row.getString("code")), FREE_UNIT, prizeId))
                .stream()
                .findFirst();
    }

    @Override
    public boolean isHandedOver(int campaignId, DrawKey key) throws Unavailable {
        return ask(() -> Statements.number(connection(), HANDED_OVER, campaignId, key.player(), key.number(), campaignId, key.player(),
                key.number())) > 0;
    }

    @Override
    public int lastNumber(int campaignId, DrawKey player) throws Unavailable {
        return (int) (long) ask(() -> Statements.number(connection(), LAST_NUMBER, campaignId, player.player()));
    }

    @Override
    public int[] visits(int campaignId, List<Visit> visits) throws Unavailable {
        List<Object> parameters = new ArrayList<>(List.of(campaignId));
        visits.forEach(visit -> parameters.add(visit.player()));
        Map<PlayerId, Instant> known = new HashMap<>();
        ask(() -> Statements.list(connection(), row -> known.put(PlayerId.of(row.getBytes("player_id")), instant(row, "first_seen_at")),
                KNOWN_PLAYERS + Statements.marks(visits.size()) + ")", parameters.toArray()));
        List<Visit> fresh = visits.stream().filter(visit -> !known.containsKey(visit.player())).toList();
        List<Visit> earlier = visits.stream()
                .filter(visit -> known.containsKey(visit.player()) && visit.firstSeenAt().isBefore(known.get(visit.player()))).toList();
        ask(() -> Statements.batch(connection(), ADD_PLAYER,
                fresh.stream().map(visit -> new Object[] {campaignId, visit.player(), visit.firstSeenAt()}).toList()));
        ask(() -> Statements.batch(connection(), EARLIER,
                earlier.stream().map(visit -> new Object[] {visit.firstSeenAt(), campaignId, visit.player(), visit.firstSeenAt()}).toList()));
        return new int[] {fresh.size(), earlier.size()};
    }

    @Override
    public int revocations(List<Revocation> revocations) throws Unavailable {
        int added = 0;
        for (Revocation one : revocations) {
            added += ask(() -> Statements.run(connection(), ADD_REVOCATION, one.player(), one.revokedBefore(), one.by(), one.reason(), one.at(),
                    one.player(), one.revokedBefore(), one.at()));
        }
        return added;
    }

    @Override
    public void addConflicts(long runId, int campaignId, List<Conflict.Found> conflicts) throws Unavailable {
        ask(() -> Statements.batch(connection(), ADD_CONFLICT, conflicts.stream().map(found -> {
            Win win = found.win();
            // What became of a prize is no matter of a unit: 0, so that a win and what hangs on it can both be in conflict.
            boolean ofWin = found.kind().isOfWin();
            return new Object[] {runId, campaignId, win.key().player(), win.key().number(), win.drawnAt(), win.awardedAt(), win.unit().prizeId(),
                ofWin ? win.unit().ordinal() : 0, ofWin ? win.unit().code() : null, found.kind().word(), found.standing(), found.detail(),
                found.claimed()};
        }).toList()));
    }

    @Override
    public int addClaims(int campaignId, List<ClaimRow> rows) throws Unavailable {
        return rows.isEmpty() ? 0 : ask(() -> new ClaimWriting(connection()).add(campaignId, rows));
    }

    @Override
    public void changeClaim(int campaignId, ClaimRow seen, ClaimRow row) throws Unavailable {
        if (!ask(() -> new ClaimWriting(connection()).change(campaignId, seen, row))) {
            throw overtaken("what became of a prize changed meanwhile");
        }
    }

    @Override
    public int addAmounts(Map<Integer, Integer> fenByPrize) throws Unavailable {
        return ask(() -> new ClaimWriting(connection()).amounts(fenByPrize));
    }

    @Override
    public int actions(List<ActionRow> actions) throws Unavailable {
        return ask(() -> new ClaimWriting(connection()).actions(actions));
    }

    @Override
    public void recordAction(int campaignId, String action, int rows, Run run) throws Unavailable {
        ask(() -> {
            new ClaimWriting(connection()).record(campaignId, action, rows, run.by(), run.reason());
            return null;
        });
    }

    @Override
    public void settled(long conflictId, int number, int ordinal) throws Unavailable {
        all("the conflict was settled meanwhile", SETTLED, List.<Object[]>of(new Object[] {number, ordinal, conflictId}));
    }

    @Override
    public void trouble(long conflictId, String why) throws Unavailable {
        ask(() -> Statements.run(connection(), TROUBLE, why, conflictId));
    }

    @Override
    public void record(long runId, List<Given> given) throws Unavailable {
        ask(() -> Statements.batch(connection(), RECORD,
                given.stream().map(one -> new Object[] {runId, one.campaignId(), one.key().player(), one.key().number(),
            one.unit().prizeId(), one.unit().ordinal(), one.previous(), one.conflictId()}).toList()));
    }

    @Override
    public void count(long runId, int campaignId, String what, long number) throws Unavailable {
        if (number > 0) {
            ask(() -> Statements.run(connection(), COUNT, runId, campaignId, what, number, number));
        }
    }

    @Override
    public void position(long runId, String position) throws Unavailable {
        ask(() -> Statements.run(connection(), "UPDATE reimport_run SET position = ? WHERE id = ?", position, runId));
    }

    @Override
    public void end(long runId) throws Unavailable {
        ask(() -> Statements.run(connection(), "UPDATE reimport_run SET ended_at = UTC_TIMESTAMP(3) WHERE id = ? AND ended_at IS NULL", runId));
    }

    /** Every statement has to change its row. */
    private void all(String otherwise, String sql, List<Object[]> rows) throws Unavailable {
        int[] changed = ask(() -> Statements.batch(connection(), sql, rows));
        for (int one : changed) {
            if (one == 0) {
                throw overtaken(otherwise);
            }
        }
    }

    private static Unavailable overtaken(String what) {
        return new Unavailable(what, new Overtaken(what));
    }
}
