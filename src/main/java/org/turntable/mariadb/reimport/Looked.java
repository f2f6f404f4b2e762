package org.turntable.mariadb.reimport;

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
import org.turntable.mariadb.UtcTimes;
import org.turntable.player.PlayerId;
import org.turntable.reimport.Conflict;
import org.turntable.reimport.ConflictKind;
import org.turntable.reimport.Decision;
import org.turntable.reimport.Lookups;
import org.turntable.reimport.Rows.Unavailable;
import org.turntable.reimport.Win;
import org.turntable.reimport.row.ClaimRow;
import org.turntable.reimport.row.DrawKey;
import org.turntable.reimport.row.DrawRow;
import org.turntable.reimport.row.UnitRef;
import org.turntable.reimport.row.UnitRow;

/** Look-ups by key on one connection, within its transaction where there is one. */
class Looked implements Lookups {
    private static final String DRAWS = """
            SELECT draw.player_id, draw.number, draw.drawn_at, draw.prize_id, draw.unit_ordinal, unit.code,
                   unit.player_id = draw.player_id AND unit.draw_number = draw.number AS held
            FROM draw LEFT JOIN prize_unit unit ON unit.prize_id = draw.prize_id AND unit.ordinal = draw.unit_ordinal
            WHERE draw.campaign_id = ? AND (""";
    private static final String UNITS = "SELECT ordinal, code, player_id, draw_number, awarded_at FROM prize_unit WHERE prize_id = ? AND ";
    private static final String FREE = """
            SELECT COUNT(*) FROM prize_unit FORCE INDEX (free_units) WHERE prize_id = ? AND player_id IS NULL AND draw_number IS NULL""";
    private static final String CONFLICTS = """
            SELECT id, campaign_id, player_id, number, drawn_at, awarded_at, prize_id, stranded_ordinal, stranded_code, kind, standing_number, detail,
                   claimed, decision, decided_by, decided_reason, decided_at, trouble, settled_at, settled_number, settled_ordinal
            FROM reimport_conflict WHERE""";
    private static final String KEY = "player_id = ? AND number = ?";

    private final Connection connection;

    Looked(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    @Override
    public Map<DrawKey, DrawRow> draws(int campaignId, Collection<DrawKey> keys) throws Unavailable {
        if (keys.isEmpty()) {
            return Map.of();
        }
        Map<DrawKey, DrawRow> there = new HashMap<>();
        String sql = DRAWS + keys(keys, "draw.player_id = ? AND draw.number = ?") + ")";
        ask(() -> Statements.list(connection, MariaDbRows::draw, sql, parameters(campaignId, keys))).forEach(draw -> there.put(draw.key(), draw));
        return there;
    }

    @Override
    public Map<UnitRef, UnitRow> units(int prizeId, Collection<UnitRef> stranded) throws Unavailable {
        Map<UnitRef, UnitRow> found = new HashMap<>();
        Map<Object, UnitRef> asked = new HashMap<>();
        stranded.forEach(unit -> asked.put(unit.code() != null ? unit.code() : (Object) unit.ordinal(), unit));
        List<Object> codes = asked.keySet().stream().filter(String.class::isInstance).toList();
        List<Object> ordinals = asked.keySet().stream().filter(Integer.class::isInstance).toList();
        for (UnitRow row : units(prizeId, "code", codes)) {
            found.put(asked.get(row.unit().code()), row);
        }
        for (UnitRow row : units(prizeId, "ordinal", ordinals)) {
            found.put(asked.get(row.unit().ordinal()), row);
        }
        return found;
    }

    private List<UnitRow> units(int prizeId, String column, List<Object> values) throws Unavailable {
        if (values.isEmpty()) {
            return List.of();
        }
        List<Object> parameters = new ArrayList<>(List.of(prizeId));
        parameters.addAll(values);
        return ask(() -> Statements.list(connection, row -> {
            byte[] holder = row.getBytes("player_id");
            return new UnitRow(new UnitRef(prizeId, row.getInt("ordinal"), row.getString("code")),
                    holder == null ? null : new DrawKey(PlayerId.of(holder), row.getInt("draw_number")),
                    holder == null ? null : UtcTimes.instant(row, "awarded_at"), null);
        }, UNITS + column + " IN (" + Statements.marks(values.size()) + ")", parameters.toArray()));
    }

    @Override
    public long freeUnits(int prizeId) throws Unavailable {
        return ask(() -> Statements.number(connection, FREE, prizeId));
    }

    @Override
    public List<Conflict> conflicts(int campaignId, Collection<DrawKey> keys) throws Unavailable {
        if (keys.isEmpty()) {
            return List.of();
        }
        return ask(() -> Statements.list(connection, Looked::conflict, CONFLICTS + " campaign_id = ? AND (" + keys(keys, KEY) + ")",
                parameters(campaignId, keys)));
    }

    @Override
    public List<ClaimRow> claims(int campaignId, Collection<DrawKey> keys) throws Unavailable {
        return ask(() -> ClaimReading.claims(connection, campaignId, keys));
    }

    List<Conflict> conflictsAfter(long id, int most) throws Unavailable {
        return ask(() -> Statements.list(connection, Looked::conflict, CONFLICTS + " id > ? ORDER BY id LIMIT ?", id, most));
    }

    private static Conflict conflict(ResultSet row) throws SQLException {
        DrawKey key = new DrawKey(PlayerId.of(row.getBytes("player_id")), row.getInt("number"));
        ConflictKind kind = ConflictKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
        Win win = new Win(key, UtcTimes.instant(row, "drawn_at"), UtcTimes.instant(row, "awarded_at"),
                new UnitRef(row.getInt("prize_id"), row.getInt("stranded_ordinal"), row.getString("stranded_code")),
                kind != ConflictKind.INCONSISTENT);
        boolean claimed = row.getBoolean("claimed");
        return new Conflict(row.getLong("id"), row.getInt("campaign_id"), win, kind, row.getInt("standing_number"), row.getString("detail"),
                row.getObject("claimed") == null ? null : claimed, verdict(row), settled(row), row.getString("trouble"));
    }

    private static Conflict.Verdict verdict(ResultSet row) throws SQLException {
        String decision = row.getString("decision");
        return decision == null ? null
                : new Conflict.Verdict(Decision.of(decision).orElseThrow(), row.getString("decided_by"), row.getString("decided_reason"),
                instant(row, "decided_at"));
    }

    private static Conflict.Settled settled(ResultSet row) throws SQLException {
        Instant at = instant(row, "settled_at");
        return at == null ? null : new Conflict.Settled(at, row.getInt("settled_number"), row.getInt("settled_ordinal"));
    }

    /** The instant of a column that may be null. */
    static Instant instant(ResultSet row, String column) throws SQLException {
        LocalDateTime time = row.getObject(column, LocalDateTime.class);
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }

    private static String keys(Collection<DrawKey> keys, String key) {
        return "(" + key + ")" + (" OR (" + key + ")").repeat(keys.size() - 1);
    }

    /** The campaign, and each key with its two columns. */
    static Object[] parameters(int campaignId, Collection<DrawKey> keys) {
        List<Object> parameters = new ArrayList<>(List.of(campaignId));
        keys.forEach(key -> {
            parameters.add(key.player());
            parameters.add(key.number());
        });
        return parameters.toArray();
    }

    interface Query<T> {
        T run() throws SQLException;
    }

    /** Lets an error of the database through as one, with its code: whoever runs the transaction decides whether to try again. */
    static <T> T ask(Query<T> query) throws Unavailable {
        try {
            return query.run();
        } catch (SQLException error) {
            throw new Unavailable(error.getMessage(), error);
        }
    }
}
