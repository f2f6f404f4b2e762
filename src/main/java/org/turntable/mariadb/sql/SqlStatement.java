package org.turntable.mariadb.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An SQL statement of the application. It begins with a comment that has its name, so that the slow query log and the
 * process list show which statement it is.
 *
 * <p>A part in braces is repeated for each key: {@code IN ({?})} becomes {@code IN (?, ?, ?)}. The text after a bar is
 * the separator in place of the comma: {@code ({(a = ? AND b = ?)| OR })}.
 */
public final class SqlStatement {
    private static final Pattern REPEATED = Pattern.compile("\\{([^|}]*)(?:\\|([^}]*))?}");

    private final StatementBudget budget;
    private final String text;

    /**
     * @param budget its name and how many rows it may read; one for each statement
     * @param text the statement, without a semicolon
     */
    public SqlStatement(StatementBudget budget, String text) {
        this.budget = budget;
        this.text = "/* " + budget.word() + " */ " + text;
    }

    /** Its name and how many rows it may read. */
    public StatementBudget budget() {
        return budget;
    }

    /** Prepares it; the caller closes what is returned. */
    public PreparedStatement prepare(Connection connection) throws SQLException {
        RequestTime.limit(connection);
        return connection.prepareStatement(text);
    }

    /**
     * Prepares it for several keys.
     *
     * @param keys how often the part in braces is repeated, 1 or more
     */
    public PreparedStatement prepare(Connection connection, int keys) throws SQLException {
        RequestTime.limit(connection);
        return connection.prepareStatement(text(keys));
    }

    /** Prepares an insert that returns the generated key. */
    public PreparedStatement prepareForKey(Connection connection) throws SQLException {
        RequestTime.limit(connection);
        return connection.prepareStatement(text, Statement.RETURN_GENERATED_KEYS);
    }

    /** The text for that many keys. */
    String text(int keys) {
        if (keys < 1) {
            throw new IllegalArgumentException(budget.word() + " for " + keys + " keys");
        }
        return REPEATED.matcher(text).replaceAll(part -> {
            String joint = part.group(2) == null ? ", " : part.group(2);
            return Matcher.quoteReplacement(String.join(joint, Collections.nCopies(keys, part.group(1))));
        });
    }

    @Override
    public String toString() {
        return text;
    }
}
