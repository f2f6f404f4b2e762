package org.turntable.node;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.config.StartupException;
import org.turntable.mariadb.schema.PrivilegeCheck;
import org.turntable.mariadb.schema.SchemaVersion;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.redis.RedisAddress;
import org.turntable.redis.RedisInfo;
import org.turntable.redis.draw.RedisForDraws;

/**
 * The checks of Redis and MariaDB before a node starts. A server that answers and is configured wrongly stops the
 * start. An unavailable server does not, because a node that reboots during an outage has to serve pages.
 */
final class StartupChecks {
    private static final Logger LOG = LoggerFactory.getLogger(StartupChecks.class);

    private StartupChecks() {}

    /**
     * Checks the Redis for draws.
     *
     * @throws StartupException when it refuses the log-in or its configuration is wrong
     */
    static void redis(RedisAddress address) {
        try {
            RedisInfo condition = RedisForDraws.condition(address);
            List<String> faults = condition.faultsForDraws(address.isBehindSentinels());
            if (!faults.isEmpty()) {
                throw new StartupException(faults);
            }
            if (!condition.showsSync()) {
                LOG.warn("the Redis for draws does not show its appendfsync to this account; allow it with ACL SETUSER"
                        + " ... +config|get, or check there that it is always");
            }
        } catch (RedisUnavailableException unavailable) {
            if (unavailable.getMessage() != null
                    && (unavailable.getMessage().contains("WRONGPASS")
                            || unavailable.getMessage().contains("NOAUTH"))) {
                throw new StartupException(List.of(
                        "redis.draws.url: the Redis for draws refuses the log-in; correct its user or password"));
            }
            LOG.warn(
                    "the Redis for draws does not answer ({}); the node starts, and draws are busy until it does",
                    unavailable.getMessage());
        }
    }

    /**
     * Checks the schema and the privileges of the account.
     *
     * @return true when they were checked, false when MariaDB does not answer
     * @throws StartupException when MariaDB refuses the log-in, or the schema or a privilege is wrong
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
                throw new StartupException(problems);
            }
            return true;
        } catch (SQLException failure) {
            denied(failure).ifPresent(problem -> {
                throw new StartupException(List.of(problem));
            });
            LOG.warn("MariaDB does not answer ({}); the node starts and is ready when it does", failure.getMessage());
            return false;
        }
    }

    private static Optional<String> denied(SQLException failure) {
        SQLException answer = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // The pool wraps the exception and copies its code; the innermost one has the server's message.
            answer = cause instanceof SQLException sql && sql.getErrorCode() != 0 ? sql : answer;
        }
        return switch (answer.getErrorCode()) {
            case 1045 ->
                Optional.of("database.user, database.password: MariaDB refuses the log-in; correct them, or create the "
                        + "account with mariadb/accounts.sql");
            case 1044, 1049, 1142 ->
                Optional.of("database.name, database.user: " + answer.getMessage()
                        + "; create the database and grant the account with"
                        + " mariadb/accounts.sql, then run turntable-ops migrate");
            default -> Optional.empty();
        };
    }
}
