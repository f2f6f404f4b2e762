package org.turntable.tool.mariadb.reimport;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.PlayerId;
import org.turntable.tool.reimport.row.ActionRow;
import org.turntable.tool.reimport.row.ClaimRow;
import org.turntable.tool.reimport.row.DrawRow;
import org.turntable.tool.reimport.row.PlayerDrawKey;
import org.turntable.tool.reimport.row.PlayerRow;
import org.turntable.tool.reimport.row.RevocationRow;
import org.turntable.tool.reimport.row.UnitRef;
import org.turntable.tool.reimport.row.UnitRow;
import org.turntable.tool.reimport.rule.Conflict;
import org.turntable.tool.reimport.rule.ReimportTarget.RecordedAward;
import org.turntable.tool.reimport.rule.ReimportTarget.Run;
import org.turntable.tool.reimport.rule.ReimportTarget.Tables;

/** Reads and writes of one transaction. A row that differs from what was read before makes it repeat. */
final class ReimportTableWriter extends KeyLookups implements Tables {
    private final WinWriter wins;
    private final ClaimWriter claims;
    private final PlayerWriter players;
    private final RunWriter runs;

    ReimportTableWriter(Connection connection) {
        super(connection);
        wins = new WinWriter(connection);
        claims = new ClaimWriter(connection);
        players = new PlayerWriter(connection);
        runs = new RunWriter(connection);
    }

    @Override
    public void awardUnits(List<UnitRow> units) throws DatabaseUnavailableException {
        write(() -> wins.awardUnits(units));
    }

    @Override
    public void addDraws(int campaignId, List<DrawRow> draws) throws DatabaseUnavailableException {
        write(() -> wins.addDraws(campaignId, draws));
    }

    @Override
    public void turnIntoWin(int campaignId, PlayerDrawKey key, UnitRef unit) throws DatabaseUnavailableException {
        write(() -> wins.turnIntoWin(campaignId, key, unit));
    }

    @Override
    public void moveWin(
            int campaignId, PlayerDrawKey holder, UnitRef from, UnitRef to, PlayerDrawKey newHolder, Instant awardedAt)
            throws DatabaseUnavailableException {
        write(() -> wins.moveWin(campaignId, holder, from, to, newHolder, awardedAt));
    }

    @Override
    public Optional<UnitRef> lockFreeUnit(int prizeId) throws DatabaseUnavailableException {
        return run(() -> wins.lockFreeUnit(prizeId));
    }

    @Override
    public boolean isHandedOver(int campaignId, PlayerDrawKey key) throws DatabaseUnavailableException {
        return run(() -> wins.isHandedOver(campaignId, key));
    }

    @Override
    public int lastDrawNumber(int campaignId, PlayerId player) throws DatabaseUnavailableException {
        return run(() -> wins.lastDrawNumber(campaignId, player));
    }

    @Override
    public int[] mergePlayers(int campaignId, List<PlayerRow> rows) throws DatabaseUnavailableException {
        return run(() -> players.merge(campaignId, rows));
    }

    @Override
    public int addRevocations(List<RevocationRow> revocations) throws DatabaseUnavailableException {
        return run(() -> players.addRevocations(revocations));
    }

    @Override
    public int addClaims(int campaignId, List<ClaimRow> rows) throws DatabaseUnavailableException {
        return rows.isEmpty() ? 0 : run(() -> claims.add(campaignId, rows));
    }

    @Override
    public void changeClaim(int campaignId, ClaimRow expected, ClaimRow row) throws DatabaseUnavailableException {
        write(() -> {
            if (!claims.change(campaignId, expected, row)) {
                throw new RowChangedException("a claim has changed");
            }
        });
    }

    @Override
    public int addAmounts(Map<Integer, Integer> fenByPrize) throws DatabaseUnavailableException {
        return run(() -> claims.addAmounts(fenByPrize));
    }

    @Override
    public int addActions(List<ActionRow> actions) throws DatabaseUnavailableException {
        return run(() -> claims.addActions(actions));
    }

    @Override
    public void recordAction(int campaignId, String action, int rows, Run run) throws DatabaseUnavailableException {
        write(() -> claims.recordAction(campaignId, action, rows, run.by(), run.reason()));
    }

    @Override
    public void addConflicts(long runId, int campaignId, List<Conflict.NewConflict> conflicts)
            throws DatabaseUnavailableException {
        write(() -> runs.addConflicts(runId, campaignId, conflicts));
    }

    @Override
    public void recordResolution(long conflictId, int number, int ordinal) throws DatabaseUnavailableException {
        write(() -> runs.recordResolution(conflictId, number, ordinal));
    }

    @Override
    public void recordFailure(long conflictId, String reason) throws DatabaseUnavailableException {
        write(() -> runs.recordFailure(conflictId, reason));
    }

    @Override
    public void recordAwards(long runId, List<RecordedAward> awards) throws DatabaseUnavailableException {
        write(() -> runs.recordAwards(runId, awards));
    }

    @Override
    public void addCount(long runId, int campaignId, String what, long number) throws DatabaseUnavailableException {
        write(() -> runs.addCount(runId, campaignId, what, number));
    }

    @Override
    public void savePosition(long runId, String position) throws DatabaseUnavailableException {
        write(() -> runs.savePosition(runId, position));
    }

    @Override
    public void endRun(long runId) throws DatabaseUnavailableException {
        write(() -> runs.end(runId));
    }

    private interface Write {
        void run() throws SQLException;
    }

    private static void write(Write write) throws DatabaseUnavailableException {
        run(() -> {
            write.run();
            return null;
        });
    }
}
