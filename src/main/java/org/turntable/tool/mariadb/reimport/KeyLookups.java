package org.turntable.tool.mariadb.reimport;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.mariadb.sql.UtcTimes;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.PlayerId;
import org.turntable.tool.reimport.row.ClaimRow;
import org.turntable.tool.reimport.row.DrawRow;
import org.turntable.tool.reimport.row.PlayerDrawKey;
import org.turntable.tool.reimport.row.StrandedWin;
import org.turntable.tool.reimport.row.UnitRef;
import org.turntable.tool.reimport.row.UnitRow;
import org.turntable.tool.reimport.rule.Conflict;
import org.turntable.tool.reimport.rule.ConflictKind;
import org.turntable.tool.reimport.rule.Decision;
import org.turntable.tool.reimport.rule.KeyedReader;

/** Reads rows by key on one connection, within its transaction if there is one. */
class KeyLookups implements KeyedReader {
    private static final SqlStatement DRAWS = new SqlStatement(StatementBudget.REIMPORT_DRAWS_OF_KEYS, """
            SELECT draw.player_id, draw.number, draw.drawn_at, draw.prize_id, draw.unit_ordinal, unit.code,
                   unit.player_id = draw.player_id AND unit.draw_number = draw.number AS held
            FROM draw LEFT JOIN prize_unit unit ON unit.prize_id = draw.prize_id AND unit.ordinal = draw.unit_ordinal
            WHERE draw.campaign_id = ? AND ({(draw.player_id = ? AND draw.number = ?)| OR })""");
    private static final String UNITS =
            "SELECT ordinal, code, player_id, draw_number, awarded_at FROM prize_unit WHERE prize_id = ? AND ";
    private static final SqlStatement UNITS_OF_CODES =
            new SqlStatement(StatementBudget.REIMPORT_UNITS_OF_CODES, UNITS + "code IN ({?})");
    private static final SqlStatement UNITS_OF_ORDINALS =
            new SqlStatement(StatementBudget.REIMPORT_UNITS_OF_ORDINALS, UNITS + "ordinal IN ({?})");
    private static final SqlStatement FREE_UNITS = new SqlStatement(StatementBudget.REIMPORT_UNITS_FREE, """
            SELECT COUNT(*) FROM prize_unit FORCE INDEX (free_units) WHERE prize_id = ? AND player_id IS NULL AND draw_number IS NULL""");
    private static final String CONFLICTS = """
            SELECT id, campaign_id, player_id, number, drawn_at, awarded_at, prize_id, stranded_ordinal, stranded_code, kind, standing_number, detail,
                   claimed, decision, decided_by, decided_reason, decided_at, trouble, settled_at, settled_number, settled_ordinal
            FROM reimport_conflict WHERE\s""";
    private static final SqlStatement CONFLICTS_OF_KEYS = new SqlStatement(
            StatementBudget.REIMPORT_CONFLICTS_OF_KEYS,
            CONFLICTS + "campaign_id = ? AND ({(player_id = ? AND number = ?)| OR })");
    private static final SqlStatement NEXT_CONFLICTS =
            new SqlStatement(StatementBudget.REIMPORT_CONFLICTS, CONFLICTS + "id > ? ORDER BY id LIMIT ?");

    private final Connection connection;

    KeyLookups(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    @Override
    public Map<PlayerDrawKey, DrawRow> draws(int campaignId, Collection<PlayerDrawKey> keys)
            throws DatabaseUnavailableException {
        if (keys.isEmpty()) {
            return Map.of();
        }
        Map<PlayerDrawKey, DrawRow> found = new HashMap<>();
        run(() -> StatementRunner.queryForKeys(
                        connection, MariaDbReimportSource::draw, DRAWS, keys.size(), parameters(campaignId, keys)))
                .forEach(draw -> found.put(draw.key(), draw));
        return found;
    }

    @Override
    public Map<UnitRef, UnitRow> units(int prizeId, Collection<UnitRef> stranded) throws DatabaseUnavailableException {
        Map<UnitRef, UnitRow> found = new HashMap<>();
        Map<Object, UnitRef> byKey = new HashMap<>();
        stranded.forEach(unit -> byKey.put(unit.code() != null ? unit.code() : (Object) unit.ordinal(), unit));
        List<Object> codes =
                byKey.keySet().stream().filter(String.class::isInstance).toList();
        List<Object> ordinals =
                byKey.keySet().stream().filter(Integer.class::isInstance).toList();
        for (UnitRow row : units(prizeId, UNITS_OF_CODES, codes)) {
            found.put(byKey.get(row.unit().code()), row);
        }
        for (UnitRow row : units(prizeId, UNITS_OF_ORDINALS, ordinals)) {
            found.put(byKey.get(row.unit().ordinal()), row);
        }
        return found;
    }

    private List<UnitRow> units(int prizeId, SqlStatement sql, List<Object> values)
            throws DatabaseUnavailableException {
        if (values.isEmpty()) {
            return List.of();
        }
        List<Object> parameters = new ArrayList<>(List.of(prizeId));
        parameters.addAll(values);
        return run(() -> StatementRunner.queryForKeys(
                connection,
                row -> {
                    byte[] holder = row.getBytes("player_id");
                    return new UnitRow(
                            new UnitRef(prizeId, row.getInt("ordinal"), row.getString("code")),
                            holder == null ? null : new PlayerDrawKey(PlayerId.of(holder), row.getInt("draw_number")),
                            holder == null ? null : UtcTimes.instant(row, "awarded_at"),
                            null);
                },
                sql,
                values.size(),
                parameters.toArray()));
    }

    @Override
    public long freeUnits(int prizeId) throws DatabaseUnavailableException {
        return run(() -> StatementRunner.number(connection, FREE_UNITS, prizeId));
    }

    @Override
    public List<Conflict> conflicts(int campaignId, Collection<PlayerDrawKey> keys)
            throws DatabaseUnavailableException {
        if (keys.isEmpty()) {
            return List.of();
        }
        return run(() -> StatementRunner.queryForKeys(
                connection, KeyLookups::conflict, CONFLICTS_OF_KEYS, keys.size(), parameters(campaignId, keys)));
    }

    @Override
    public List<ClaimRow> claims(int campaignId, Collection<PlayerDrawKey> keys) throws DatabaseUnavailableException {
        return run(() -> ClaimReader.claims(connection, campaignId, keys));
    }

    List<Conflict> conflictsAfter(long id, int most) throws DatabaseUnavailableException {
        return run(() -> StatementRunner.query(connection, KeyLookups::conflict, NEXT_CONFLICTS, id, most));
    }

    private static Conflict conflict(ResultSet row) throws SQLException {
        PlayerDrawKey key = new PlayerDrawKey(PlayerId.of(row.getBytes("player_id")), row.getInt("number"));
        ConflictKind kind = ConflictKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
        StrandedWin win = new StrandedWin(
                key,
                UtcTimes.instant(row, "drawn_at"),
                UtcTimes.instant(row, "awarded_at"),
                new UnitRef(row.getInt("prize_id"), row.getInt("stranded_ordinal"), row.getString("stranded_code")),
                kind != ConflictKind.INCONSISTENT);
        boolean claimed = row.getBoolean("claimed");
        return new Conflict(
                row.getLong("id"),
                row.getInt("campaign_id"),
                win,
                kind,
                row.getInt("standing_number"),
                row.getString("detail"),
                row.getObject("claimed") == null ? null : claimed,
                decision(row),
                resolution(row),
                row.getString("trouble"));
    }

    private static Conflict.RecordedDecision decision(ResultSet row) throws SQLException {
        String decision = row.getString("decision");
        return decision == null
                ? null
                : new Conflict.RecordedDecision(
                        Decision.of(decision).orElseThrow(),
                        row.getString("decided_by"),
                        row.getString("decided_reason"),
                        instant(row, "decided_at"));
    }

    private static Conflict.Resolution resolution(ResultSet row) throws SQLException {
        Instant at = instant(row, "settled_at");
        return at == null
                ? null
                : new Conflict.Resolution(at, row.getInt("settled_number"), row.getInt("settled_ordinal"));
    }

    /** The time in a column; null for NULL. */
    static Instant instant(ResultSet row, String column) throws SQLException {
        LocalDateTime time = row.getObject(column, LocalDateTime.class);
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }

    /** The parameters of a statement for keys: the campaign, then player and number of each. */
    static Object[] parameters(int campaignId, Collection<PlayerDrawKey> keys) {
        List<Object> parameters = new ArrayList<>(List.of(campaignId));
        keys.forEach(key -> {
            parameters.add(key.player());
            parameters.add(key.number());
        });
        return parameters.toArray();
    }

    interface Operation<T> {
        T run() throws SQLException;
    }

    /** Runs an operation. An error keeps its cause, by which the transaction decides whether it is repeated. */
    static <T> T run(Operation<T> operation) throws DatabaseUnavailableException {
        try {
            return operation.run();
        } catch (SQLException error) {
            throw new DatabaseUnavailableException(error.getMessage(), error);
        }
    }
}
