package org.turntable.mariadb.pool;

import static com.zaxxer.hikari.SQLExceptionOverride.Override.CONTINUE_EVICT;
import static com.zaxxer.hikari.SQLExceptionOverride.Override.MUST_EVICT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConnectionEvictionPolicyTest {
    private final AtomicInteger noticed = new AtomicInteger();
    private final ConnectionEvictionPolicy errors = new ConnectionEvictionPolicy(noticed::incrementAndGet);

    @Test
    void aConnectionToAServerThatBecameReadOnlyIsEvictedAndTheWriterIsProbed() {
        assertEquals(MUST_EVICT, errors.adjudicate(new SQLException("--read-only", "HY000", 1290)));
        assertEquals(MUST_EVICT, errors.adjudicate(new SQLException("InnoDB is read-only", "HY000", 1836)));
        assertEquals(2, noticed.get());
    }

    @Test
    void aConnectionThatReconnectedDuringATransactionIsEvicted() {
        assertEquals(MUST_EVICT, errors.adjudicate(new SQLException("in progress transaction was lost", "25S03")));
        assertEquals(0, noticed.get());
    }

    @Test
    void anErrorOfTheStatementLeavesTheConnectionToHikari() {
        assertEquals(CONTINUE_EVICT, errors.adjudicate(new SQLException("duplicate", "23000", 1062)));
        assertEquals(CONTINUE_EVICT, errors.adjudicate(new SQLException("no state")));
    }
}
