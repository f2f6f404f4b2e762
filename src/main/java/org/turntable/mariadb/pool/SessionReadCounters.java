package org.turntable.mariadb.pool;

import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;

/** The statement that reads the session's counters of rows read and rows sent. */
public final class SessionReadCounters {
    /** Names and values. Counters of skipped delete-marked rows and of retries are left out. */
    public static final SqlStatement STATUS = new SqlStatement(StatementBudget.SESSION_READS, """
            SHOW SESSION STATUS WHERE Variable_name IN ('Rows_sent', 'Handler_read_first', 'Handler_read_key', 'Handler_read_last', 'Handler_read_next',
                'Handler_read_prev', 'Handler_read_rnd', 'Handler_read_rnd_next')""");

    private SessionReadCounters() {}
}
