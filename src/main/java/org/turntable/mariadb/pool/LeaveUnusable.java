package org.turntable.mariadb.pool;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;

/** Errors after which a connection is of no use although its socket is well; the pool does not know them by itself. */
public final class LeaveUnusable implements SQLExceptionOverride {
    private static final Set<Integer> READ_ONLY = Set.of(1290, 1836);
    /** A driver reconnected under us; what the transaction came to is not known. */
    private static final String RECONNECTED = "25S03";

    private final Runnable noticed;

    /** @param noticed is called when a server turned out to be read-only */
    public LeaveUnusable(Runnable noticed) {
        this.noticed = noticed;
    }

    @java.lang.Override // in here, Override alone is the pool's verdict
    public Override adjudicate(SQLException error) {
        if (READ_ONLY.contains(error.getErrorCode())) {
            noticed.run();
            return Override.MUST_EVICT;
        }
        return RECONNECTED.equals(error.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
