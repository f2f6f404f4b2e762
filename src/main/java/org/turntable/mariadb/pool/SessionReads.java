package org.turntable.mariadb.pool;

import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;

/** The session's own counters of rows that were read, and of rows that were sent. */
public final class SessionReads {
    /** Names and values; rows that were marked deleted and stepped over, and retries, are no rows that were read. */
    public static final Sql STATUS = new Sql(Budget.SESSION_READS, """
            SHOW SESSION STATUS WHERE Variable_name IN ('Rows_sent', 'Handler_read_first', 'Handler_read_key', 'Handler_read_last', 'Handler_read_next',
                'Handler_read_prev', 'Handler_read_rnd', 'Handler_read_rnd_next')""");

    private SessionReads() {
    }
}
