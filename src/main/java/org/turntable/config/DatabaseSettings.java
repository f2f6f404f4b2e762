package org.turntable.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One account on the MariaDB servers.
 *
 * @param hosts one server or more, the primary first
 * @param name the schema
 * @param user the account
 * @param password the password of the account
 * @param poolSize connections in the pool, 2 to 100
 */
public record DatabaseSettings(List<HostAndPort> hosts, String name, String user, Secret password, int poolSize) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,64}");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_.-]{1,80}");

    static DatabaseSettings ofApplication(SettingChecks check) {
        return read(check, SettingKey.DATABASE_USER, SettingKey.DATABASE_PASSWORD);
    }

    static DatabaseSettings ofMigration(SettingChecks check) {
        return read(check, SettingKey.DATABASE_MIGRATION_USER, SettingKey.DATABASE_MIGRATION_PASSWORD);
    }

    /** Empty if neither the account nor its password is given. */
    static Optional<DatabaseSettings> ofMonitor(SettingChecks check) {
        if (!check.isSet(SettingKey.DATABASE_MONITOR_USER) && !check.isSet(SettingKey.DATABASE_MONITOR_PASSWORD)) {
            return Optional.empty();
        }
        DatabaseSettings monitor = read(check, SettingKey.DATABASE_MONITOR_USER, SettingKey.DATABASE_MONITOR_PASSWORD);
        for (SettingKey refused : List.of(SettingKey.DATABASE_USER, SettingKey.DATABASE_MIGRATION_USER)) {
            if (check.optional(refused, USER, "use letters, digits and _ . -, 80 at most")
                    .filter(user -> user.equals(monitor.user()))
                    .isPresent()) {
                check.problem(
                        SettingKey.DATABASE_MONITOR_USER,
                        "is also " + refused + ", which the replica refuses under a fail-over agent; name the account "
                                + "turntable_monitor of mariadb/accounts.sql");
            }
        }
        return Optional.of(monitor);
    }

    static String name(SettingChecks check) {
        return check.text(SettingKey.DATABASE_NAME, NAME, "use letters, digits and _, 64 at most");
    }

    private static DatabaseSettings read(SettingChecks check, SettingKey user, SettingKey password) {
        return new DatabaseSettings(
                check.hosts(SettingKey.DATABASE_HOSTS),
                name(check),
                check.text(user, USER, "use letters, digits and _ . -, 80 at most"),
                check.secret(password, 1),
                (int) check.whole(SettingKey.DATABASE_POOL_SIZE, 2, 100));
    }
}
