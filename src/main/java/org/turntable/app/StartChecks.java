package org.turntable.app;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.draw.Admissions;
import org.turntable.mariadb.PrivilegeCheck;
import org.turntable.mariadb.SchemaVersion;
import org.turntable.redis.RedisAddress;
import org.turntable.redis.RedisCondition;
import org.turntable.redis.RedisForDraws;

/**
 * What a node asks of Redis and MariaDB before it starts. A part that is there and wrong stops the start; a part that is away does
 * not: a node that reboots in the middle of an outage must serve pages, and is checked as soon as the part is back.
 */
final class StartChecks {
    private static final Logger LOG = LoggerFactory.getLogger(StartChecks.class);

    private StartChecks() {
    }

    /** Checks the Redis for draws. */
    static void redis(RedisAddress address) {
        try {
            RedisCondition condition = RedisForDraws.condition(address);
            if (!condition.faultsForDraws().isEmpty()) {
                throw new StartRefused(condition.faultsForDraws());
            }
        } catch (Admissions.Unavailable away) {
            if (away.getMessage() != null && (away.getMessage().contains("WRONGPASS") || away.getMessage().contains("NOAUTH"))) {
                throw new StartRefused(List.of("redis.draws.url: the Redis for draws refuses the log-in; mend its user or password"));
            }
            LOG.warn("the Redis for draws does not answer ({}); the node starts, and draws are busy until it does", away.getMessage());
        }
    }

    /**
     * Checks schema and account.
     *
     * @return true when they were checked, false when MariaDB does not answer
     */
    static boolean database(DataSource pool) {
        try {
            List<String> problems = new ArrayList<>();
            Optional<String> schema = SchemaVersion.problem(SchemaVersion.read(pool));
            schema.ifPresent(problems::add);
            if (schema.isEmpty()) {
                problems.addAll(PrivilegeCheck.missing(pool));
            }
            if (!problems.isEmpty()) {
                throw new StartRefused(problems);
            }
            return true;
        } catch (SQLException failure) {
            denied(failure).ifPresent(problem -> {
                throw new StartRefused(List.of(problem));
            });
            LOG.warn("MariaDB does not answer ({}); the node starts and is ready when it does", failure.getMessage());
            return false;
        }
    }

    private static Optional<String> denied(SQLException failure) {
        SQLException answer = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // The pool wraps what the server said, and takes over its code; the innermost has the server's words.
            answer = cause instanceof SQLException sql && sql.getErrorCode() != 0 ? sql : answer;
        }
        return switch (answer.getErrorCode()) {
            case 1045 -> Optional.of("database.user, database.password: MariaDB refuses the log-in; mend them, or create the account with mariadb/accounts.sql");
            case 1044, 1049, 1142 -> Optional.of("database.name, database.user: " + answer.getMessage() + "; create the database and grant the account with"
                    + " mariadb/accounts.sql, then run turntable-ops migrate");
            default -> Optional.empty();
        };
    }
}
