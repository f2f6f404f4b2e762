package org.turntable.mariadb.reimport;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.turntable.mariadb.SqlErrors;
import org.turntable.mariadb.UtcTimes;
import org.turntable.player.PlayerId;
import org.turntable.reimport.Conflict;
import org.turntable.reimport.Rows;
import org.turntable.reimport.Successor;
import org.turntable.reimport.row.ActionRow;
import org.turntable.reimport.row.CampaignOutline;
import org.turntable.reimport.row.ClaimRow;
import org.turntable.reimport.row.DrawKey;
import org.turntable.reimport.row.DrawRow;
import org.turntable.reimport.row.Revocation;
import org.turntable.reimport.row.UnitRef;
import org.turntable.reimport.row.UnitRow;
import org.turntable.reimport.row.Visit;

/** The database that went on. */
public final class MariaDbSuccessor implements Successor {
    private static final int TRIES = 20;
    private static final long LONGEST_WAIT_MS = 200;
    // A page that meets a node's group gives way at once, whatever the server is set to.
    private static final String GIVE_WAY = "SET SESSION innodb_lock_wait_timeout = 1";
    private static final String LOCK = "SELECT GET_LOCK(CONCAT(DATABASE(), '.reimport'), 0)";
    private static final String KEEP_IDLE = "SET SESSION wait_timeout = 86400";
    private static final String RUNS = "SELECT id, source, by_whom, reason, began_at, ended_at, position FROM reimport_run ORDER BY id";
    private static final String COUNTS = "SELECT run_id, campaign_id, what, number FROM reimport_count WHERE run_id = ?";
    private static final String BEGIN =
            "INSERT INTO reimport_run (source, by_whom, reason, began_at, position) VALUES (?, ?, ?, UTC_TIMESTAMP(3), ?)";
    private static final String GIVEN = """
            SELECT id, run_id, campaign_id, player_id, number, prize_id, unit_ordinal, previous_ordinal, conflict_id FROM reimport_win
            WHERE id > ? ORDER BY id LIMIT ?""";
    private static final String DECIDE = """
            UPDATE reimport_conflict SET decision = ?, decided_by = ?, decided_reason = ?, decided_at = ?, trouble = NULL
            WHERE id = ? AND settled_at IS NULL""";

    private final DataSource pool;
    private final MariaDbRows rows;

    /** @param pool connections to the primary that may write rows */
    public MariaDbSuccessor(DataSource pool) {
        this.pool = pool;
        this.rows = new MariaDbRows(pool);
    }

    @Override
    public <T> T inTransaction(Work<T> work) throws Unavailable {
        Unavailable last = null;
        for (int i = 0; i < TRIES; i++) {
            try (Connection connection = pool.getConnection()) {
                connection.setAutoCommit(false);
                try {
                    Statements.run(connection, GIVE_WAY);
                    T result = work.on(new MariaDbTables(connection));
                    connection.commit();
                    return result;
                } catch (Unavailable | SQLException error) {
                    connection.rollback();
                    SQLException cause = error instanceof SQLException sql ? sql : (SQLException) error.getCause();
                    last = new Unavailable(error.getMessage(), cause);
                    if (!mayTryAgain(cause)) {
                        throw last;
                    }
                }
            } catch (SQLException away) {
                throw new Unavailable(away.getMessage(), away);
            }
            waitALittle();
        }
        throw new Unavailable("other transactions stayed in the way: " + last.getMessage(), last);
    }

    private static boolean mayTryAgain(SQLException error) {
        return error instanceof MariaDbTables.Overtaken || SqlErrors.isDuplicate(error) || SqlErrors.isContention(error);
    }

    private static void waitALittle() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(LONGEST_WAIT_MS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Optional<Run> unfinished(String source) throws Unavailable {
        return runs().stream().filter(run -> run.endedAt() == null && run.source().equals(source)).reduce((one, later) -> later);
    }

    @Override
    public Run begin(String source, String by, String reason, String position) throws Unavailable {
        long id = inConnection(connection -> Statements.insert(connection, BEGIN, source, by, reason, position));
        return runs().stream().filter(run -> run.id() == id).findFirst().orElseThrow();
    }

    @Override
    public List<Run> runs() throws Unavailable {
        return inConnection(connection -> {
            List<Run> runs = new ArrayList<>();
            for (Run bare : Statements.list(connection, row -> new Run(row.getLong("id"), row.getString("source"), row.getString("by_whom"),
                    row.getString("reason"), UtcTimes.instant(row, "began_at"), Looked.instant(row, "ended_at"), row.getString("position"),
                    Map.of()), RUNS)) {
                Map<Integer, Map<String, Long>> counts = new TreeMap<>();
                Statements.list(connection, row -> counts.computeIfAbsent(row.getInt("campaign_id"), id -> new TreeMap<>())
                        .put(row.getString("what"), row.getLong("number")), COUNTS, bare.id());
                runs.add(new Run(bare.id(), bare.source(), bare.by(), bare.reason(), bare.beganAt(), bare.endedAt(), bare.position(), counts));
            }
            return runs;
        });
    }

    @Override
    public List<Conflict> conflictsAfter(long id, int most) throws Unavailable {
        return looking(looked -> looked.conflictsAfter(id, most));
    }

    @Override
    public List<Given> givenAfter(long id, int most) throws Unavailable {
        return inConnection(connection ->
                Statements.list(connection, row -> new Given(row.getLong("id"), row.getLong("run_id"), row.getInt("campaign_id"),
                new DrawKey(PlayerId.of(row.getBytes("player_id")), row.getInt("number")),
                new UnitRef(row.getInt("prize_id"), row.getInt("unit_ordinal"), null), row.getInt("previous_ordinal"), row.getLong("conflict_id")),
                GIVEN, id, most));
    }

    @Override
    public boolean decide(long conflictId, Conflict.Verdict verdict) throws Unavailable {
        return inConnection(connection -> Statements.run(connection, DECIDE, verdict.decision().word(), verdict.by(), verdict.reason(), verdict.at(),
                conflictId) == 1);
    }

    @Override
    public boolean isSameServerAs(Rows other) throws Unavailable {
        DataSource theirs = ((MariaDbRows) other).pool();
        String name = "turntable." + Long.toHexString(ThreadLocalRandom.current().nextLong());
        return inConnection(here -> {
            Statements.number(here, "SELECT GET_LOCK(?, 0)", name);
            try (Connection there = theirs.getConnection()) {
                return Statements.number(there, "SELECT IS_FREE_LOCK(?)", name) == 0;
            } finally {
                Statements.number(here, "SELECT RELEASE_LOCK(?)", name);
            }
        });
    }

    @Override
    public Optional<AutoCloseable> lock() throws Unavailable {
        try {
            Connection connection = pool.getConnection();
            connection.setAutoCommit(true);
            Statements.run(connection, KEEP_IDLE);
            if (Statements.number(connection, LOCK) == 1) {
                return Optional.of(() -> {
                    try (connection) {
                        Statements.number(connection, "SELECT RELEASE_ALL_LOCKS()");
                    }
                });
            }
            connection.close();
            return Optional.empty();
        } catch (SQLException away) {
            throw new Unavailable(away.getMessage(), away);
        }
    }

    @Override
    public Map<DrawKey, DrawRow> draws(int campaignId, Collection<DrawKey> keys) throws Unavailable {
        return looking(looked -> looked.draws(campaignId, keys));
    }

    @Override
    public Map<UnitRef, UnitRow> units(int prizeId, Collection<UnitRef> stranded) throws Unavailable {
        return looking(looked -> looked.units(prizeId, stranded));
    }

    @Override
    public List<Conflict> conflicts(int campaignId, Collection<DrawKey> keys) throws Unavailable {
        return looking(looked -> looked.conflicts(campaignId, keys));
    }

    @Override
    public long freeUnits(int prizeId) throws Unavailable {
        return looking(looked -> looked.freeUnits(prizeId));
    }

    @Override
    public List<CampaignOutline> campaigns() throws Unavailable {
        return rows.campaigns();
    }

    @Override
    public List<DrawRow> draws(int campaignId, DrawKey after, int most) throws Unavailable {
        return rows.draws(campaignId, after, most);
    }

    @Override
    public List<UnitRow> givenUnits(int campaignId, int prizeId, int afterOrdinal, int most) throws Unavailable {
        return rows.givenUnits(campaignId, prizeId, afterOrdinal, most);
    }

    @Override
    public List<Visit> visits(int campaignId, PlayerId after, int most) throws Unavailable {
        return rows.visits(campaignId, after, most);
    }

    @Override
    public List<Revocation> revocations(long afterId, int most) throws Unavailable {
        return rows.revocations(afterId, most);
    }

    @Override
    public List<ClaimRow> claims(int campaignId, Collection<DrawKey> keys) throws Unavailable {
        return rows.claims(campaignId, keys);
    }

    @Override
    public List<DrawKey> claimsAdrift(int campaignId) throws Unavailable {
        return rows.claimsAdrift(campaignId);
    }

    @Override
    public Map<Integer, Integer> amounts(int campaignId) throws Unavailable {
        return rows.amounts(campaignId);
    }

    @Override
    public List<ActionRow> actions(long afterId, int most) throws Unavailable {
        return rows.actions(afterId, most);
    }

    @Override
    public Size size(int campaignId) throws Unavailable {
        return rows.size(campaignId);
    }

    @Override
    public Map<String, Long> otherTables() throws Unavailable {
        return rows.otherTables();
    }

    @Override
    public boolean isOpen() throws Unavailable {
        return rows.isOpen();
    }

    @Override
    public String describe() throws Unavailable {
        return rows.describe();
    }

    private interface Query<T> {
        T on(Connection connection) throws SQLException, Unavailable;
    }

    private interface Look<T> {
        T at(Looked looked) throws Unavailable;
    }

    private <T> T looking(Look<T> look) throws Unavailable {
        return inConnection(connection -> look.at(new Looked(connection)));
    }

    private <T> T inConnection(Query<T> query) throws Unavailable {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(true);
            return query.on(connection);
        } catch (SQLException error) {
            throw new Unavailable(error.getMessage(), error);
        }
    }
}
