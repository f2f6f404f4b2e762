package org.turntable.testing.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The settings of a whole system.
 *
 * @param all those of turntable-ops included
 * @param file the settings file for turntable-ops
 */
record ClusterSettings(Map<String, String> all, Path file) {
    /**
     * Writes the settings files into the folder of the cluster.
     *
     * @param failoverPair the pair with its fail-over agent, if it has one
     * @param more settings that override the defaults
     */
    static ClusterSettings of(Cluster cluster, Optional<FailoverPair> failoverPair, Map<String, String> more) {
        Map<String, String> settings = new LinkedHashMap<>();
        MariaDbPair pair = cluster.pair();
        settings.put("mode", "demo");
        settings.put("entry.origins", String.join(",", origins(cluster)));
        // In tests all of them are names of the same address.
        settings.put("entry.fallback", "off");
        cluster.edge().ifPresent(edge -> settings.put("console.origin", edge.consoleUrl()));
        settings.put("database.hosts", pair.hosts());
        settings.put("database.name", MariaDbPair.DATABASE);
        settings.put("database.user", MariaDbPair.APPLICATION_USER);
        settings.put("database.password", pair.applicationPassword());
        settings.put("redis.draws.url", cluster.draws().url());
        settings.put("redis.sessions.url", cluster.sessions().url());
        settings.put("identity.secret", Secrets.password());
        settings.put("ops.token", Secrets.password());
        settings.put("claims.key", Secrets.password());
        settings.put("claims.redemption", "verifier");
        settings.put("sign-in", "simple");
        settings.put("wechat.browser", "any");
        cluster.weChat()
                .ifPresent(weChat -> settings.putAll(Map.of(
                        "sign-in",
                        "wechat-direct",
                        "wechat.app-id",
                        weChat.appId(),
                        "wechat.app-secret",
                        weChat.appSecret(),
                        "wechat.api.origin",
                        weChat.origin().toString(),
                        "wechat.open.origin",
                        weChat.origin().toString(),
                        "wechat.script",
                        weChat.script().toString())));
        failoverPair.ifPresent(there -> there.settings().forEach(settings::putIfAbsent));
        settings.putAll(more);
        settings.put("database.migration.user", MariaDbPair.MIGRATION_USER);
        settings.put("database.migration.password", pair.migrationPassword());
        settings.put("database.monitor.user", MariaDbPair.MONITOR_USER);
        settings.put("database.monitor.password", pair.monitorPassword());
        settings.put("manager.password", Secrets.password());
        settings.put("nodes.list", cluster.folder().resolve("nodes.conf").toString());
        settings.put("push.folder", cluster.folder().resolve("push").toString());
        cluster.nodes()
                .forEach(node -> node.environment("TURNTABLE_MANAGER_PASSWORD", settings.get("manager.password")));
        Path file = cluster.folder().resolve("turntable-ops.properties");
        Properties properties = new Properties();
        properties.putAll(settings);
        try (Writer writer = Files.newBufferedWriter(file)) {
            Files.writeString(
                    cluster.folder().resolve("nodes.conf"),
                    cluster.nodes().stream()
                            .map(node -> "server 127.0.0.1:" + node.port() + ";"
                                    + (node.hasOpsConnector() ? " # ops=127.0.0.1:" + node.opsPort() : "") + "\n")
                            .collect(Collectors.joining("", "# The nodes of this system.\n", "")));
            properties.store(writer, null);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return new ClusterSettings(settings, file);
    }

    /** The settings of a node: without the accounts of turntable-ops and the password of the managers. */
    Map<String, String> ofNodes() {
        Map<String, String> ofNodes = new LinkedHashMap<>(all);
        ofNodes.keySet()
                .removeIf(key -> key.startsWith("database.migration.")
                        || key.startsWith("database.monitor.")
                        || key.startsWith("failover.")
                        || key.equals("manager.password"));
        return ofNodes;
    }

    private static Set<String> origins(Cluster cluster) {
        Set<String> origins = new LinkedHashSet<>();
        cluster.edge().ifPresent(edge -> {
            origins.add(edge.baseUrl());
            origins.add("http://localhost:" + edge.port());
            origins.add(edge.secureUrl());
            origins.add(edge.secureUrl().replace("127.0.0.1", "localhost"));
        });
        for (TomcatNode node : cluster.nodes()) {
            origins.add(node.baseUrl());
            origins.add("http://localhost:" + node.port());
        }
        // The setting is required even when there is no node yet.
        return origins.isEmpty() ? Set.of("http://127.0.0.1:8080") : origins;
    }
}
