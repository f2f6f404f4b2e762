package org.turntable.mariadb.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turntable.concurrent.Deadline;
import org.turntable.mariadb.pool.CampaignOnPair;
import org.turntable.mariadb.pool.MariaDbPools;

/** A request's statements share its time: many that are each in time do not add up to a long wait. */
class RequestTimeIT {
    private static final SqlStatement SLOW = new SqlStatement(StatementBudget.COUPON_CODE, "SELECT SLEEP(0.8)");
    private static CampaignOnPair there;

    @BeforeAll
    static void start() {
        there = new CampaignOnPair().start();
    }

    @AfterAll
    static void stop() {
        there.close();
    }

    @Test
    void slowStatementsOfOneRequestEndWithItsTime() throws SQLException {
        long from = System.nanoTime();
        try (Deadline.Scope scope = Deadline.begin(Duration.ofSeconds(2))) {
            assertThrows(SQLException.class, () -> inOneTransaction(6));
        }
        double seconds = (System.nanoTime() - from) / 1e9;
        assertTrue(seconds > 1.5 && seconds < 3, () -> "after " + seconds + " s");
    }

    @Test
    void theTimeOfARequestIsNotThatOfTheNextUserOfItsConnection() throws SQLException {
        try (Deadline.Scope scope = Deadline.begin(Duration.ofMillis(1_500))) {
            inOneTransaction(1);
        }
        try (Connection connection = there.pool().getConnection()) {
            assertEquals(MariaDbPools.NODE_ANSWER.toMillis(), connection.getNetworkTimeout());
        }
        inOneTransaction(2);
    }

    @Test
    void nothingIsSentWhenTheTimeIsOver() {
        try (Deadline.Scope scope = Deadline.begin(Duration.ZERO)) {
            long from = System.nanoTime();
            assertThrows(SQLException.class, () -> inOneTransaction(1));
            assertTrue(System.nanoTime() - from < Duration.ofMillis(700).toNanos(), "a statement was sent");
        }
    }

    private static void inOneTransaction(int statements) throws SQLException {
        try (Connection connection = there.pool().getConnection()) {
            Transaction.run(connection, same -> {
                for (int i = 0; i < statements; i++) {
                    try (PreparedStatement statement = SLOW.prepare(same)) {
                        statement.executeQuery().close();
                    }
                }
                return null;
            });
        }
    }
}
