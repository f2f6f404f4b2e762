package org.turntable.tool.mariadb.reimport;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.PlayerId;
import org.turntable.tool.reimport.row.ActionRow;
import org.turntable.tool.reimport.row.CampaignOutline;
import org.turntable.tool.reimport.row.ClaimRow;
import org.turntable.tool.reimport.row.DrawRow;
import org.turntable.tool.reimport.row.PlayerDrawKey;
import org.turntable.tool.reimport.row.PlayerRow;
import org.turntable.tool.reimport.row.RevocationRow;
import org.turntable.tool.reimport.row.UnitRef;
import org.turntable.tool.reimport.row.UnitRow;
import org.turntable.tool.reimport.rule.Conflict;
import org.turntable.tool.reimport.rule.ReimportSource;
import org.turntable.tool.reimport.rule.ReimportTarget;
import org.turntable.tool.reimport.rule.ReimportTarget.RecordedAward;
import org.turntable.tool.reimport.rule.ReimportTarget.Run;
import org.turntable.tool.reimport.rule.ReimportTarget.Work;

/** The database into which missing rows are imported. */
public final class MariaDbReimportTarget implements ReimportTarget {
    private final DataSource pool;
    private final MariaDbReimportSource source;
    private final ReimportTransactions transactions;

    /** @param pool connections to the primary, of an account that may write */
    public MariaDbReimportTarget(DataSource pool) {
        this.pool = pool;
        this.source = new MariaDbReimportSource(pool);
        this.transactions = new ReimportTransactions(pool);
    }

    @Override
    public <T> T inTransaction(Work<T> work) throws DatabaseUnavailableException {
        return transactions.run(work);
    }

    @Override
    public Optional<Run> unfinished(String sourceName) throws DatabaseUnavailableException {
        return runs().stream()
                .filter(run -> run.endedAt() == null && run.source().equals(sourceName))
                .reduce((one, later) -> later);
    }

    @Override
    public Run begin(String sourceName, String by, String reason, String position) throws DatabaseUnavailableException {
        return inConnection(connection -> RunRecords.begin(connection, sourceName, by, reason, position));
    }

    @Override
    public List<Run> runs() throws DatabaseUnavailableException {
        return inConnection(RunRecords::runs);
    }

    @Override
    public List<Conflict> conflictsAfter(long id, int most) throws DatabaseUnavailableException {
        return withLookups(lookups -> lookups.conflictsAfter(id, most));
    }

    @Override
    public List<RecordedAward> awardsAfter(long id, int most) throws DatabaseUnavailableException {
        return inConnection(connection -> RunRecords.awardsAfter(connection, id, most));
    }

    @Override
    public boolean decide(long conflictId, Conflict.RecordedDecision decision) throws DatabaseUnavailableException {
        return inConnection(connection -> RunRecords.decide(connection, conflictId, decision));
    }

    @Override
    public boolean isSameServerAs(ReimportSource other) throws DatabaseUnavailableException {
        DataSource otherPool = ((MariaDbReimportSource) other).pool();
        return inConnection(connection -> ReimportLocks.isSameServer(connection, otherPool));
    }

    @Override
    public Optional<AutoCloseable> lock() throws DatabaseUnavailableException {
        try {
            return ReimportLocks.take(pool);
        } catch (SQLException error) {
            throw new DatabaseUnavailableException(error.getMessage(), error);
        }
    }

    @Override
    public Map<PlayerDrawKey, DrawRow> draws(int campaignId, Collection<PlayerDrawKey> keys)
            throws DatabaseUnavailableException {
        return withLookups(lookups -> lookups.draws(campaignId, keys));
    }

    @Override
    public Map<UnitRef, UnitRow> units(int prizeId, Collection<UnitRef> stranded) throws DatabaseUnavailableException {
        return withLookups(lookups -> lookups.units(prizeId, stranded));
    }

    @Override
    public List<Conflict> conflicts(int campaignId, Collection<PlayerDrawKey> keys)
            throws DatabaseUnavailableException {
        return withLookups(lookups -> lookups.conflicts(campaignId, keys));
    }

    @Override
    public long freeUnits(int prizeId) throws DatabaseUnavailableException {
        return withLookups(lookups -> lookups.freeUnits(prizeId));
    }

    @Override
    public List<CampaignOutline> campaigns() throws DatabaseUnavailableException {
        return source.campaigns();
    }

    @Override
    public List<DrawRow> draws(int campaignId, PlayerDrawKey after, int most) throws DatabaseUnavailableException {
        return source.draws(campaignId, after, most);
    }

    @Override
    public List<UnitRow> awardedUnits(int campaignId, int prizeId, int afterOrdinal, int most)
            throws DatabaseUnavailableException {
        return source.awardedUnits(campaignId, prizeId, afterOrdinal, most);
    }

    @Override
    public List<PlayerRow> players(int campaignId, PlayerId after, int most) throws DatabaseUnavailableException {
        return source.players(campaignId, after, most);
    }

    @Override
    public List<RevocationRow> revocations(long afterId, int most) throws DatabaseUnavailableException {
        return source.revocations(afterId, most);
    }

    @Override
    public List<ClaimRow> claims(int campaignId, Collection<PlayerDrawKey> keys) throws DatabaseUnavailableException {
        return source.claims(campaignId, keys);
    }

    @Override
    public List<PlayerDrawKey> orphanedClaims(int campaignId) throws DatabaseUnavailableException {
        return source.orphanedClaims(campaignId);
    }

    @Override
    public Map<Integer, Integer> amounts(int campaignId) throws DatabaseUnavailableException {
        return source.amounts(campaignId);
    }

    @Override
    public List<ActionRow> actions(long afterId, int most) throws DatabaseUnavailableException {
        return source.actions(afterId, most);
    }

    @Override
    public Size size(int campaignId) throws DatabaseUnavailableException {
        return source.size(campaignId);
    }

    @Override
    public Map<String, Long> otherTables() throws DatabaseUnavailableException {
        return source.otherTables();
    }

    @Override
    public boolean isOpen() throws DatabaseUnavailableException {
        return source.isOpen();
    }

    @Override
    public String describe() throws DatabaseUnavailableException {
        return source.describe();
    }

    private interface Operation<T> {
        T run(Connection connection) throws SQLException, DatabaseUnavailableException;
    }

    private interface Lookup<T> {
        T run(KeyLookups lookups) throws DatabaseUnavailableException;
    }

    private <T> T withLookups(Lookup<T> lookup) throws DatabaseUnavailableException {
        return inConnection(connection -> lookup.run(new KeyLookups(connection)));
    }

    private <T> T inConnection(Operation<T> operation) throws DatabaseUnavailableException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(true);
            return operation.run(connection);
        } catch (SQLException error) {
            throw new DatabaseUnavailableException(error.getMessage(), error);
        }
    }
}
