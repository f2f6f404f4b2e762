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
import org.turntable.mariadb.sql.Budget;

/**
 * Measures a few statements while they serve players: once in ten seconds one borrowed connection is asked, before and after each
 * statement, how many rows its server has read. What goes far beyond the budget is told: an index that is gone or passed over, a value
 * of the wrong type. The rest of the time it costs a look at the clock.
 */
public final class ReadSampling {
    /** Is told of a statement that read more than it may. */
    public interface Listener {
        void overBudget(Budget budget, long read, long most);
    }

    private static final long BETWEEN_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** The first statement on a table reads the server's own statistics too; a missing index costs thousands. */
    private static final long TOLERANCE = 200;
    private static final Set<String> RUNS = Set.of("execute", "executeQuery", "executeUpdate", "executeBatch");

    private final Listener listener;
    private final long betweenNanos;
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    ReadSampling(Listener listener) {
        this(listener, BETWEEN_NANOS);
    }

    ReadSampling(Listener listener, long betweenNanos) {
        this.listener = listener;
        this.betweenNanos = betweenNanos;
    }

    /** The same connection, measured when it is time for a sample. */
    Connection of(Connection connection) {
        long due = next.get();
        long now = System.nanoTime();
        return now - due >= 0 && next.compareAndSet(due, now + betweenNanos) ? measured(connection) : connection;
    }

    private Connection measured(Connection connection) {
        return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
            Object result = call(connection, method, arguments);
            return method.getName().equals("prepareStatement") ? measured(connection, (PreparedStatement) result, (String) arguments[0]) : result;
        });
    }

    private PreparedStatement measured(Connection connection, PreparedStatement statement, String text) {
        Budget budget = Budget.ofText(text).filter(found -> !found.countsRows()).orElse(null);
        if (budget == null) {
            return statement;
        }
        // Each placeholder may be a key: more than there are, never fewer.
        long[] keys = {text.chars().filter(c -> c == '?').count()};
        return (PreparedStatement) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {PreparedStatement.class}, (self, method, arguments) -> {
            keys[0] += method.getName().equals("addBatch") ? 1 : 0;
            if (!RUNS.contains(method.getName())) {
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

    /** What a session has read and sent so far; asking adds a few of its own. */
    private record Counters(long read, long sent) {
        static Counters of(Connection connection) throws SQLException {
            try (PreparedStatement statement = SessionReads.STATUS.prepare(connection); ResultSet rows = statement.executeQuery()) {
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
