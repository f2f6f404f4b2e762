package org.turntable.mariadb.pool;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;

/** Errors after which a connection is evicted although its socket is open; HikariCP does not know them by itself. */
public final class ConnectionEvictionPolicy implements SQLExceptionOverride {
    private static final Set<Integer> READ_ONLY = Set.of(1290, 1836);
    /** The driver reconnected by itself; the outcome of the transaction is not known. */
    private static final String RECONNECTED = "25S03";

    private final Runnable onReadOnly;

    /** @param onReadOnly is called when a server proves to be read-only */
    public ConnectionEvictionPolicy(Runnable onReadOnly) {
        this.onReadOnly = onReadOnly;
    }

    @java.lang.Override // in this class the short name is HikariCP's enum
    public Override adjudicate(SQLException error) {
        if (READ_ONLY.contains(error.getErrorCode())) {
            onReadOnly.run();
            return Override.MUST_EVICT;
        }
        return RECONNECTED.equals(error.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
