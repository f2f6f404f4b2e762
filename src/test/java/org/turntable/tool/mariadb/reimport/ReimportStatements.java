package org.turntable.tool.mariadb.reimport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.player.Players.player;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.turntable.mariadb.MigratedDatabase;
import org.turntable.mariadb.pool.CountingPool;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.tool.reimport.row.DrawRow;
import org.turntable.tool.reimport.row.PlayerDrawKey;
import org.turntable.tool.reimport.row.PlayerRow;
import org.turntable.tool.reimport.row.RevocationRow;
import org.turntable.tool.reimport.row.StrandedWin;
import org.turntable.tool.reimport.row.UnitRef;
import org.turntable.tool.reimport.row.UnitRow;
import org.turntable.tool.reimport.rule.Conflict;
import org.turntable.tool.reimport.rule.ConflictKind;
import org.turntable.tool.reimport.rule.Decision;
import org.turntable.tool.reimport.rule.ReimportTarget;
import org.turntable.tool.reimport.rule.ReimportTarget.RecordedAward;
import org.turntable.tool.reimport.rule.ReimportTarget.Run;

/** Runs each statement of a reimport, except those of claims, on one campaign among others. */
public final class ReimportStatements {
    private static final Instant THEN = Instant.parse("2026-10-01T02:00:00Z");
    private static final int KEYS = 50;
    private static final int MISSING = 3_000_000;

    private final MigratedDatabase database;
    private final CountingPool counting;
    private final ReimportTarget target;
    private final int campaign;
    private final int prize;

    /** @param campaign one whose first prize has awarded and free units, each with a code */
    public ReimportStatements(MigratedDatabase database, CountingPool counting, int campaign, int prize) {
        this.database = database;
        this.counting = counting;
        this.target = new MariaDbReimportTarget(counting.dataSource());
        this.campaign = campaign;
        this.prize = prize;
    }

    public void runAll() throws Exception {
        seed();
        counting.counting(StatementBudget.REIMPORT_SIZE, count("player") + count("draw"))
                .counting(
                        StatementBudget.REIMPORT_UNITS_FREE,
                        count("prize_unit WHERE player_id IS NULL AND prize_id = " + prize))
                .counting(
                        StatementBudget.REIMPORT_TABLE_ROWS,
                        Collections.max(new MariaDbReimportSource(database.pool())
                                .otherTables()
                                .values()));
        readPages();
        readServer();
        readKeys();
        Run run = target.begin("10.0.0.5:3306/turntable", "Zhao", "a test", "wins 0 0 ");
        write(run);
        resolve(run);
    }

    private void seed() {
        String player = "UNHEX(RPAD(LPAD(HEX(seq), 8, '0'), 32, '0'))";
        database.server()
                .execute(
                        "USE turntable",
                        "INSERT INTO reimport_run (source, by_whom, reason, began_at, ended_at, position) SELECT "
                                + "CONCAT('source-', seq), 'Zhao', 'a test', '2026-10-01', '2026-10-01', 'redis 0 0 done' "
                                + "FROM seq_1_to_500",
                        "INSERT INTO reimport_count SELECT id, 0, 'wins', 1 FROM reimport_run",
                        "INSERT INTO reimport_win (run_id, campaign_id, player_id, number, prize_id, unit_ordinal, at) "
                                + "SELECT (SELECT MIN(id) FROM reimport_run), " + campaign + ", " + player + ", 1, "
                                + prize
                                + ", seq, '2026-10-01' FROM seq_1_to_3000",
                        "INSERT INTO reimport_conflict (run_id, campaign_id, player_id, number, drawn_at, awarded_at, "
                                + "prize_id, stranded_ordinal, kind) SELECT (SELECT MIN(id) FROM reimport_run), "
                                + campaign + ", " + player + ", 1, '2026-10-01', '2026-10-01', " + prize
                                + ", seq, 'unit_taken' FROM seq_1_to_3000",
                        "ANALYZE TABLE reimport_run, reimport_count, reimport_win, reimport_conflict, draw, prize_unit");
    }

    private long count(String table) {
        return Long.parseLong(database.server().ask("SELECT COUNT(*) FROM turntable." + table));
    }

    private void readPages() throws Exception {
        assertTrue(target.campaigns().size() > 1);
        assertEquals(KEYS, target.draws(campaign, PlayerDrawKey.FIRST, KEYS).size());
        assertEquals(
                KEYS,
                target.draws(campaign, new PlayerDrawKey(player(1_000), 3), KEYS)
                        .size());
        assertEquals(KEYS, target.awardedUnits(campaign, prize, 1_000, KEYS).size());
        assertEquals(KEYS, target.players(campaign, null, KEYS).size());
        assertEquals(KEYS, target.players(campaign, player(1_000), KEYS).size());
        assertEquals(KEYS, target.revocations(1_000, KEYS).size());
        assertTrue(target.size(campaign).draws() > KEYS);
        assertEquals(KEYS, target.awardsAfter(1_000, KEYS).size());
        assertEquals(KEYS, target.conflictsAfter(1_000, KEYS).size());
        assertEquals(500, target.runs().size());
    }

    private void readServer() throws Exception {
        assertTrue(target.otherTables().containsKey("operator"));
        assertTrue(target.isOpen());
        assertTrue(target.describe().startsWith("MariaDB "));
        assertTrue(target.isSameServerAs(new MariaDbReimportSource(counting.dataSource())));
        try (AutoCloseable held = target.lock().orElseThrow()) {
            assertEquals(Optional.empty(), target.lock(), "another connection holds the lock " + held);
        }
    }

    private void readKeys() throws Exception {
        List<PlayerDrawKey> keys = IntStream.rangeClosed(1, KEYS)
                .mapToObj(i -> new PlayerDrawKey(player(i), 1))
                .toList();
        assertEquals(KEYS, target.draws(campaign, keys).size());
        assertEquals(KEYS, target.conflicts(campaign, keys).size());
        List<UnitRef> withCodes = target.awardedUnits(campaign, prize, 100, KEYS).stream()
                .map(UnitRow::unit)
                .toList();
        assertEquals(KEYS, target.units(prize, withCodes).size());
        List<UnitRef> withoutCodes = withCodes.stream()
                .map(unit -> new UnitRef(prize, unit.ordinal(), null))
                .toList();
        assertEquals(KEYS, target.units(prize, withoutCodes).size());
        assertTrue(target.freeUnits(prize) > 0);
    }

    private void write(Run run) throws Exception {
        List<PlayerDrawKey> keys = IntStream.rangeClosed(1, 3)
                .mapToObj(i -> new PlayerDrawKey(player(MISSING + i), 1))
                .toList();
        target.inTransaction(tables -> {
            UnitRef free = tables.lockFreeUnit(prize).orElseThrow();
            tables.awardUnits(List.of(new UnitRow(free, keys.get(0), THEN, null)));
            tables.addDraws(
                    campaign,
                    List.of(
                            new DrawRow(keys.get(0), THEN, prize, free, true),
                            new DrawRow(keys.get(1), THEN, 0, null, true)));
            UnitRef second = tables.lockFreeUnit(prize).orElseThrow();
            tables.awardUnits(List.of(new UnitRow(second, keys.get(1), THEN, null)));
            tables.turnIntoWin(campaign, keys.get(1), second);
            UnitRef third = tables.lockFreeUnit(prize).orElseThrow();
            tables.moveWin(campaign, keys.get(0), free, third, keys.get(2), THEN);
            tables.addDraws(campaign, List.of(new DrawRow(keys.get(2), THEN, prize, free, true)));
            assertFalse(tables.isHandedOver(campaign, keys.get(0)));
            assertEquals(1, tables.lastDrawNumber(campaign, keys.get(0).player()));
            tables.recordAwards(run.id(), List.of(new RecordedAward(0, run.id(), campaign, keys.get(2), free, 0, 0)));
            return null;
        });
        List<PlayerRow> players = IntStream.of(1, 2, MISSING + 1)
                .mapToObj(i -> new PlayerRow(player(i), Instant.parse("2026-09-01T00:00:00Z")))
                .toList();
        int[] merged = target.inTransaction(tables -> tables.mergePlayers(campaign, players));
        assertEquals(List.of(1, 2), List.of(merged[0], merged[1]));
        RevocationRow revocation = new RevocationRow(0, player(77), THEN, "Wang", "a stolen phone", THEN);
        for (int missing : new int[] {1, 0}) {
            int added = target.inTransaction(tables -> tables.addRevocations(List.of(revocation)));
            assertEquals(missing, added);
        }
    }

    private void resolve(Run run) throws Exception {
        PlayerDrawKey key = new PlayerDrawKey(player(MISSING + 9), 1);
        StrandedWin win = new StrandedWin(key, THEN, THEN, new UnitRef(prize, 7, null), true);
        target.inTransaction(tables -> {
            tables.addConflicts(
                    run.id(),
                    campaign,
                    List.of(new Conflict.NewConflict(win, ConflictKind.UNIT_TAKEN, 0, null, false)));
            tables.addCount(run.id(), campaign, "conflicts", 1);
            tables.addCount(run.id(), campaign, "conflicts", 2);
            tables.savePosition(run.id(), "draws 0 0 ");
            return null;
        });
        long conflict = target.conflicts(campaign, List.of(key)).get(0).id();
        assertTrue(target.decide(conflict, new Conflict.RecordedDecision(Decision.DROP, "Zhao", "agreed", THEN)));
        target.inTransaction(tables -> {
            tables.recordFailure(conflict, "no unit is free");
            tables.recordResolution(conflict, 0, 0);
            tables.endRun(run.id());
            return null;
        });
        Conflict resolved = target.conflicts(campaign, List.of(key)).get(0);
        assertEquals(0, resolved.resolution().number());
        assertFalse(resolved.awaitsDecision());
        assertEquals(Optional.empty(), target.unfinished(run.source()));
    }
}
