package org.turntable.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The settings of the fail-over agent and of its commands.
 *
 * @param servers the two servers
 * @param applications the accounts that write for the application
 * @param user the agent's account
 * @param password its password
 * @param replicationUser the replication's account
 * @param replicationPassword its password
 * @param replicationTls whether replication goes over TLS
 * @param folder folder of the agent's state
 * @param start words of the command that starts a server; empty if a person does it
 * @param kill words of the command that kills a server; empty if a person does it
 * @param probe time between two probes
 * @param silence time without an answer after which a server counts as dead
 * @param pause time after a fail-over without another automatic one
 * @param singleCopy greatest time in single-copy mode
 * @param metrics address of the metrics endpoint; empty for none
 */
public record FailoverSettings(
        List<Server> servers,
        List<String> applications,
        String user,
        Secret password,
        String replicationUser,
        Secret replicationPassword,
        boolean replicationTls,
        Path folder,
        List<String> start,
        List<String> kill,
        Duration probe,
        Duration silence,
        Duration pause,
        Duration singleCopy,
        Optional<HostAndPort> metrics) {
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_.-]{1,80}");
    private static final Pattern ANY_PATH = Pattern.compile("[^\\p{Cntrl}]{1,400}");
    private static final Pattern COMMAND = Pattern.compile("[^\\p{Cntrl}]{1,1000}");

    /**
     * One server of the pair.
     *
     * @param address address for nodes; it is the name of the server everywhere
     * @param admin address for the agent
     * @param replication address for the other server
     */
    public record Server(HostAndPort address, HostAndPort admin, HostAndPort replication) {}

    static FailoverSettings read(SettingChecks check) {
        List<HostAndPort> hosts = check.hosts(SettingKey.DATABASE_HOSTS);
        if (hosts.size() != 2 && !hosts.isEmpty()) {
            check.problem(
                    SettingKey.DATABASE_HOSTS,
                    "contains " + hosts.size() + " servers instead of two; set the primary and its replica");
        }
        List<HostAndPort> admin = sameNumber(check, SettingKey.FAILOVER_HOSTS, hosts);
        List<HostAndPort> replication = sameNumber(check, SettingKey.FAILOVER_REPLICATION_HOSTS, hosts);
        List<Server> servers = new ArrayList<>();
        for (int i = 0; i < Math.min(hosts.size(), Math.min(admin.size(), replication.size())); i++) {
            servers.add(new Server(hosts.get(i), admin.get(i), replication.get(i)));
        }
        String folder = check.text(SettingKey.FAILOVER_FOLDER, ANY_PATH, "give the path of a folder");
        List<HostAndPort> metrics = check.optionalHosts(SettingKey.FAILOVER_METRICS);
        if (metrics.size() > 1) {
            check.problem(SettingKey.FAILOVER_METRICS, "contains more than one address; keep one of them");
        }
        return new FailoverSettings(
                servers,
                List.of(user(check, SettingKey.DATABASE_USER), user(check, SettingKey.DATABASE_MIGRATION_USER)),
                user(check, SettingKey.FAILOVER_USER),
                check.secret(SettingKey.FAILOVER_PASSWORD, 1),
                user(check, SettingKey.FAILOVER_REPLICATION_USER),
                check.secret(SettingKey.FAILOVER_REPLICATION_PASSWORD, 1),
                Boolean.TRUE.equals(check.choice(
                        SettingKey.FAILOVER_REPLICATION_TLS, new TreeMap<>(Map.of("off", false, "on", true)))),
                Path.of(folder == null ? "" : folder),
                command(check, SettingKey.FAILOVER_START),
                command(check, SettingKey.FAILOVER_KILL),
                check.millis(SettingKey.FAILOVER_PROBE, 50, 5_000),
                check.millis(SettingKey.FAILOVER_SILENCE, 1_000, 60_000),
                Duration.ofMinutes(check.whole(SettingKey.FAILOVER_PAUSE, 0, 10_080)),
                Duration.ofMinutes(check.whole(SettingKey.FAILOVER_SINGLE_COPY_LIMIT, 1, 10_080)),
                metrics.stream().findFirst());
    }

    private static List<HostAndPort> sameNumber(SettingChecks check, SettingKey setting, List<HostAndPort> hosts) {
        List<HostAndPort> given = check.optionalHosts(setting);
        if (!given.isEmpty() && given.size() != hosts.size()) {
            check.problem(
                    setting,
                    "contains another number of servers than database.hosts; set each of them, in the same order");
        }
        return given.isEmpty() ? hosts : given;
    }

    private static String user(SettingChecks check, SettingKey setting) {
        String user = check.text(setting, USER, "use letters, digits and _ . -, 80 at most");
        return user == null ? "" : user;
    }

    private static List<String> command(SettingChecks check, SettingKey setting) {
        return check.optional(setting, COMMAND, "write a single line")
                .map(line -> List.of(line.strip().split("\\s+")))
                .orElse(List.of());
    }
}
