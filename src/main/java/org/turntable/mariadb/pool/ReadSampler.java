package org.turntable.mariadb.pool;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.turntable.mariadb.sql.StatementBudget;

/**
 * Measures a sample of the statements in production: every ten seconds, for one borrowed connection, it reads the
 * session's counters of rows read before and after each statement. A statement far above its budget is reported: an
 * index is missing or not used, or a value has the wrong type. Between samples the cost is one read of the clock.
 */
public final class ReadSampler {
    /** Is called for a statement that read more rows than its budget. */
    public interface Listener {
        void overBudget(StatementBudget budget, long read, long most);
    }

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** In rows. The first statement on a table also reads the server's statistics; a missing index reads thousands. */
    private static final long TOLERANCE = 200;

    private static final Set<String> EXECUTE_METHODS =
            Set.of("execute", "executeQuery", "executeUpdate", "executeBatch");

    private final Listener listener;
    private final long intervalNanos;
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    ReadSampler(Listener listener) {
        this(listener, INTERVAL_NANOS);
    }

    ReadSampler(Listener listener, long intervalNanos) {
        this.listener = listener;
        this.intervalNanos = intervalNanos;
    }

    /** The connection itself, or a measuring proxy of it when a sample is due. */
    Connection of(Connection connection) {
        long due = next.get();
        long now = System.nanoTime();
        return now - due >= 0 && next.compareAndSet(due, now + intervalNanos) ? measured(connection) : connection;
    }

    private Connection measured(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                    Object result = call(connection, method, arguments);
                    return method.getName().equals("prepareStatement")
                            ? measured(connection, (PreparedStatement) result, (String) arguments[0])
                            : result;
                });
    }

    private PreparedStatement measured(Connection connection, PreparedStatement statement, String text) {
        StatementBudget budget = StatementBudget.ofText(text)
                .filter(found -> !found.countsRows())
                .orElse(null);
        if (budget == null) {
            return statement;
        }
        // An upper bound: each placeholder may be a key.
        long[] keys = {text.chars().filter(c -> c == '?').count()};
        return (PreparedStatement) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {PreparedStatement.class}, (self, method, arguments) -> {
                    keys[0] += method.getName().equals("addBatch") ? 1 : 0;
                    if (!EXECUTE_METHODS.contains(method.getName())) {
                        return call(statement, method, arguments);
                    }
                    Counters before = Counters.of(connection);
                    Object result = call(statement, method, arguments);
                    Counters after = Counters.of(connection);
                    long rows = Math.max(after.sent - before.sent, result instanceof Integer changed ? changed : 0);
                    long most = budget.most(keys[0], rows);
                    if (after.read - before.read > most + TOLERANCE) {
                        listener.overBudget(budget, after.read - before.read, most);
                    }
                    return result;
                });
    }

    /** Rows that the session has read and sent so far; reading the counters adds a few. */
    private record Counters(long read, long sent) {
        static Counters of(Connection connection) throws SQLException {
            try (PreparedStatement statement = SessionReadCounters.STATUS.prepare(connection);
                    ResultSet rows = statement.executeQuery()) {
                long read = 0;
                long sent = 0;
                while (rows.next()) {
                    if (rows.getString(1).equalsIgnoreCase("Rows_sent")) {
                        sent = rows.getLong(2);
                    } else {
                        read += rows.getLong(2);
                    }
                }
                return new Counters(read, sent);
            }
        }
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
