package org.turntable.mariadb.pool;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.mariadb.sql.Statements;

/**
 * A pool that asks the server, around each statement that goes through it, how many rows it read: the adapters
 * themselves are measured, with the very values and types that they bind.
 */
public final class CountingPool {
    private static final Set<String> RUNS = Set.of("execute", "executeQuery", "executeUpdate", "executeBatch");
    private static final String COUNTERS =
            "SHOW SESSION STATUS WHERE Variable_name LIKE 'Handler_read%' OR Variable_name = 'Rows_sent'";

    /**
     * One run of a statement.
     *
     * @param keys how many keys it was given
     * @param rows how many rows it returned, changed or counted
     * @param read how many rows the server read for it
     */
    public record Run(StatementBudget budget, long keys, long rows, long read) {
        public boolean isOver() {
            return read > budget.most(keys, rows);
        }

        @Override
        public String toString() {
            return budget + " read " + read + " rows and may read " + budget.most(keys, rows) + " for " + keys
                    + " keys and " + rows + " rows";
        }
    }

    private final DataSource pool;
    private final Map<StatementBudget, Long> counted = new EnumMap<>(StatementBudget.class);
    private final List<Run> runs = new ArrayList<>();
    private final Set<String> nameless = new TreeSet<>();

    public CountingPool(DataSource pool) {
        this.pool = pool;
        // The list of statements takes seconds to read on a cold JVM: not within a transaction, which the server ends.
        Statements.budgetOf("");
    }

    /** Says how many rows an aggregate counts in what follows: it returns fewer. */
    public CountingPool counting(StatementBudget budget, long rows) {
        if (!budget.countsRows()) {
            throw new IllegalArgumentException(budget + " returns its rows: say so in Budget if it counts them");
        }
        counted.put(budget, rows);
        return this;
    }

    public List<Run> runs() {
        return runs;
    }

    /** Statements that did not come from the one list. */
    public Set<String> nameless() {
        return nameless;
    }

    public DataSource dataSource() {
        return proxy(
                DataSource.class,
                pool,
                (name, arguments, result) -> result instanceof Connection connection ? counting(connection) : result);
    }

    private Connection counting(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // The first statement on a table would also read the server's own tables of statistics, which hold nothing
            // here.
            statement.execute("SET SESSION use_stat_tables = NEVER");
        }
        return proxy(Connection.class, connection, (name, arguments, result) -> {
            if (name.equals("prepareStatement")) {
                return counting(connection, (PreparedStatement) result, (String) arguments[0]);
            }
            if (name.equals("createStatement")) {
                nameless.add("a statement without preparation");
            }
            return result;
        });
    }

    private PreparedStatement counting(Connection connection, PreparedStatement statement, String text) {
        long[] batched = {0};
        return (PreparedStatement) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {PreparedStatement.class}, (self, method, arguments) -> {
                    batched[0] += method.getName().equals("addBatch") ? 1 : 0;
                    if (!RUNS.contains(method.getName())) {
                        return call(statement, method, arguments);
                    }
                    Map<String, Long> before = counters(connection);
                    Map<String, Long> idle = counters(connection);
                    Object result = call(statement, method, arguments);
                    Map<String, Long> after = counters(connection);
                    // What asking for the counters costs itself, twice seen, is not the statement's.
                    long read = reads(after) - reads(idle) - (reads(idle) - reads(before));
                    long sent = after.get("Rows_sent")
                            - idle.get("Rows_sent")
                            - (idle.get("Rows_sent") - before.get("Rows_sent"));
                    long changed = result instanceof Integer count ? count : 0;
                    StatementBudget budget = Statements.budgetOf(text);
                    if (budget == null) {
                        nameless.add(text);
                    } else {
                        runs.add(new Run(
                                budget,
                                Math.max(batched[0], Statements.keysOf(text)),
                                Math.max(counted.getOrDefault(budget, 0L), Math.max(sent, changed)),
                                read));
                    }
                    batched[0] = 0;
                    return result;
                });
    }

    private static Map<String, Long> counters(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(COUNTERS)) {
            Map<String, Long> counters = new TreeMap<>();
            while (rows.next()) {
                counters.put(rows.getString(1), rows.getLong(2));
            }
            return counters;
        }
    }

    /** Rows that were marked deleted and stepped over, and retries, are no rows that were read. */
    private static long reads(Map<String, Long> counters) {
        return counters.entrySet().stream()
                .filter(counter -> counter.getKey().startsWith("Handler_read_")
                        && !counter.getKey().endsWith("_deleted")
                        && !counter.getKey().endsWith("_retry"))
                .collect(Collectors.summingLong(Map.Entry::getValue));
    }

    private interface Change {
        Object of(String name, Object[] arguments, Object result) throws SQLException;
    }

    private static <T> T proxy(Class<T> type, T target, Change change) {
        return type.cast(Proxy.newProxyInstance(
                CountingPool.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> change.of(method.getName(), arguments, call(target, method, arguments))));
    }

    private static Object call(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
