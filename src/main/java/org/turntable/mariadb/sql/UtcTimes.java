package org.turntable.mariadb.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** DATETIME(3) columns hold UTC, independent of the time zones of the JVM and of the session. */
public final class UtcTimes {
    private UtcTimes() {}

    /** The column value of an instant. */
    public static LocalDateTime column(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    /** The column value of milliseconds since the epoch. */
    public static LocalDateTime column(long epochMs) {
        return column(Instant.ofEpochMilli(epochMs));
    }

    /** The instant of a column that is not null. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }
}
