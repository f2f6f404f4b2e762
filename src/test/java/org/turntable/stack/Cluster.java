package org.turntable.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/**
 * The whole system on loopback: a MariaDB pair, the two Redis, Tomcat nodes, nginx in front where it is wanted and installed; the
 * schema migrated and the sample campaign open. For integration tests, the load drivers and the demo.
 */
public final class Cluster implements AutoCloseable {
    private final Workspace workspace;
    private final MariaDbPair pair;
    private final RedisServer draws;
    private final RedisServer sessions;
    private final List<TomcatNode> nodes = new ArrayList<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Consumer<String> progress;
    private final WeChatStandIn weChat;
    private final WatchedPair watched;
    private NginxEdge edge;
    private boolean closed;

    /** What the system is to consist of; the defaults are two nodes with the sample campaign open, without nginx. */
    public static final class Builder {
        private int tomcats = 2;
        private String heap = "512m";
        private boolean sample = true;
        private int publicPort;
        private int securePort;
        private int consolePort;
        private boolean nginx;
        private boolean limits = true;
        private boolean weChat;
        private boolean watched;
        private final Map<String, String> settings = new LinkedHashMap<>();
        private final List<String> databaseOptions = new ArrayList<>();
        private final List<String> drawsDirectives = new ArrayList<>();
        private Consumer<String> progress = line -> { };

        private Builder() {
        }

        /** How many nodes; 0 for the databases alone. */
        public Builder tomcats(int number) {
            tomcats = number;
            return this;
        }

        /** Each node's heap; 512m unless told. */
        public Builder heap(String size) {
            heap = size;
            return this;
        }

        /** A line of every node's turntable.properties. */
        public Builder setting(String key, String value) {
            settings.put(key, value);
            return this;
        }

        /** An option for both database servers, such as --innodb-buffer-pool-size=1G. */
        public Builder databaseOption(String option) {
            databaseOptions.add(option);
            return this;
        }

        /** A directive for the Redis of the draws, such as "maxmemory 4gb". */
        public Builder drawsDirective(String directive) {
            drawsDirectives.add(directive);
            return this;
        }

        /** Migrates only: no sample campaign. */
        public Builder withoutSampleCampaign() {
            sample = false;
            return this;
        }

        /** nginx in front where it is installed. */
        public Builder nginx() {
            nginx = true;
            return this;
        }

        /** Players sign in at the stand-in for WeChat, in any browser, instead of by typing a name. */
        public Builder weChat() {
            weChat = true;
            return this;
        }

        /** The database pair is under a fail-over agent, which opens it and survives its primary. */
        public Builder watched() {
            watched = true;
            return this;
        }

        /** nginx lets every client ask as fast as it likes: for load tests. */
        public Builder withoutLimits() {
            limits = false;
            return this;
        }

        /** The port of the address to click: nginx's, or the first node's where there is no nginx. */
        public Builder publicPort(int port) {
            publicPort = port;
            return this;
        }

        /** nginx's other ports: players over TLS, and the operators' console; any free ones unless told. */
        public Builder tlsPorts(int players, int console) {
            securePort = players;
            consolePort = console;
            return this;
        }

        /** Receives one line for each part that is ready. */
        public Builder progress(Consumer<String> receiver) {
            progress = receiver;
            return this;
        }

        /** Brings everything up; on a failure ends what runs and throws with the cause in the message. */
        public Cluster start() {
            Cluster cluster = new Cluster(this);
            try {
                cluster.bringUp(this);
                return cluster;
            } catch (RuntimeException | Error failed) {
                try {
                    cluster.close();
                } catch (RuntimeException second) {
                    failed.addSuppressed(second);
                }
                throw failed;
            }
        }
    }

    private Cluster(Builder wanted) {
        // Before several threads make their first loggers at the same moment: slf4j would complain on the console.
        LoggerFactory.getILoggerFactory();
        progress = wanted.progress;
        workspace = Workspace.temporary("cluster");
        Cleanup.remember(this);
        Path folder = workspace.path();
        pair = new MariaDbPair(folder);
        wanted.databaseOptions.forEach(pair::with);
        draws = RedisServer.draws(folder);
        wanted.drawsDirectives.forEach(draws::with);
        sessions = RedisServer.sessions(folder);
        weChat = wanted.weChat ? new WeChatStandIn(folder) : null;
        watched = wanted.watched ? new WatchedPair(pair, folder) : null;
    }

    /** A description to fill in. */
    public static Builder builder() {
        return new Builder();
    }

    private void bringUp(Builder wanted) {
        together(List.of(
                () -> step("MariaDB: primary and semi-synchronous replica" + (watched == null ? "" : ", under the fail-over agent"),
                        watched == null ? pair::start : watched::start),
                () -> step("Redis for draws, Redis for sessions", () -> {
                    draws.start();
                    sessions.start();
                    if (wanted.tomcats > 0) {
                        TomcatDistribution.unpackedIn(workspace.path());
                    }
                })));
        Optional<Path> nginx = wanted.nginx ? NginxEdge.installed() : Optional.empty();
        for (int i = 1; i <= wanted.tomcats; i++) {
            nodes.add(new TomcatNode("node-" + i, workspace.path()).heap(wanted.heap));
        }
        if (nginx.isPresent()) {
            edge = new NginxEdge(nginx.get(), workspace.path(), orFree(wanted.publicPort), orFree(wanted.securePort), orFree(wanted.consolePort));
            if (!wanted.limits) {
                edge.withoutLimits();
            }
        } else if (wanted.publicPort != 0 && !nodes.isEmpty()) {
            nodes.get(0).onPort(wanted.publicPort);
        }
        fillSettings(wanted.settings);
        step("tables migrated", () -> ops("migrate"));
        if (weChat != null) {
            step("the stand-in for WeChat", weChat::start);
        }
        if (wanted.sample) {
            step("sample campaign open", () -> ops("sample-campaign", "--open"));
        }
        together(nodes.stream().<Runnable>map(node -> () -> step("Tomcat " + node.name() + " ready",
                () -> node.start(settingsOfNodes()))).toList());
        if (edge != null) {
            step("nginx in front", () -> edge.start(nodes));
        }
    }

    private static int orFree(int port) {
        return port == 0 ? Ports.free() : port;
    }

    private void fillSettings(Map<String, String> more) {
        settings.put("mode", "demo");
        settings.put("entry.origins", String.join(",", origins()));
        // Here they are names of one and the same line.
        settings.put("entry.fallback", "off");
        if (edge != null) {
            settings.put("console.origin", edge.consoleUrl());
        }
        settings.put("database.hosts", pair.hosts());
        settings.put("database.name", MariaDbPair.DATABASE);
        settings.put("database.user", MariaDbPair.APPLICATION_USER);
        settings.put("database.password", pair.applicationPassword());
        settings.put("redis.draws.url", draws.url());
        settings.put("redis.sessions.url", sessions.url());
        settings.put("identity.secret", Secrets.password());
        settings.put("ops.token", Secrets.password());
        settings.put("claims.key", Secrets.password());
        settings.put("claims.redemption", "verifier");
        settings.put("sign-in", "simple");
        settings.put("wechat.browser", "any");
        if (weChat != null) {
            settings.putAll(Map.of("sign-in", "wechat-direct", "wechat.app-id", weChat.appId(), "wechat.app-secret", weChat.appSecret(),
                    "wechat.api.origin", weChat.origin().toString(), "wechat.open.origin", weChat.origin().toString(),
                    "wechat.script", weChat.script().toString()));
        }
        if (watched != null) {
            watched.settings().forEach(settings::putIfAbsent);
        }
        settings.putAll(more);
        settings.put("database.migration.user", MariaDbPair.MIGRATION_USER);
        settings.put("database.migration.password", pair.migrationPassword());
        settings.put("manager.password", Secrets.password());
        settings.put("nodes.list", workspace.path().resolve("nodes.conf").toString());
        settings.put("push.folder", workspace.path().resolve("push").toString());
        nodes.forEach(node -> node.environment("TURNTABLE_MANAGER_PASSWORD", settings.get("manager.password")));
        Properties properties = new Properties();
        properties.putAll(settings);
        try (Writer writer = Files.newBufferedWriter(settingsFile())) {
            Files.writeString(workspace.path().resolve("nodes.conf"),
                    nodes.stream().map(node -> "server 127.0.0.1:" + node.port() + ";\n").collect(Collectors.joining("", "# The nodes of this system.\n", "")));
            properties.store(writer, null);
            Files.setPosixFilePermissions(settingsFile(), PosixFilePermissions.fromString("rw-------"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    // A node never holds the account that may change tables, nor the password of the other nodes' managers.
    private Map<String, String> settingsOfNodes() {
        Map<String, String> ofNodes = new LinkedHashMap<>(settings);
        ofNodes.keySet().removeIf(key -> key.startsWith("database.migration.") || key.startsWith("failover.") || key.equals("manager.password"));
        return ofNodes;
    }

    private Set<String> origins() {
        Set<String> origins = new LinkedHashSet<>();
        if (edge != null) {
            origins.add(edge.baseUrl());
            origins.add("http://localhost:" + edge.port());
            origins.add(edge.secureUrl());
            origins.add(edge.secureUrl().replace("127.0.0.1", "localhost"));
        }
        for (TomcatNode node : nodes) {
            origins.add(node.baseUrl());
            origins.add("http://localhost:" + node.port());
        }
        // Settings want one even where there is no node yet.
        return origins.isEmpty() ? Set.of("http://127.0.0.1:8080") : origins;
    }

    private void step(String done, Runnable work) {
        work.run();
        progress.accept(done);
    }

    /** Runs all at the same time and waits for all; throws the first failure as it was. */
    private static void together(List<Runnable> works) {
        List<CompletableFuture<Void>> running = works.stream().map(CompletableFuture::runAsync).toList();
        RuntimeException failure = null;
        for (CompletableFuture<Void> one : running) {
            try {
                one.join();
            } catch (CompletionException wrapped) {
                failure = failure != null ? failure
                        : wrapped.getCause() instanceof RuntimeException plain ? plain : new IllegalStateException(wrapped.getCause());
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Runs a subcommand of turntable-ops on this system's settings; throws with its output when it fails. */
    public String ops(String... arguments) {
        return OpsTool.run(settingsFile(), arguments);
    }

    public MariaDbPair pair() {
        return pair;
    }

    /** The pair under its agent, where that was wanted. */
    public WatchedPair watched() {
        return Optional.ofNullable(watched).orElseThrow();
    }

    /** The Redis of the draws. */
    public RedisServer draws() {
        return draws;
    }

    /** The Redis of sessions and caches. */
    public RedisServer sessions() {
        return sessions;
    }

    public List<TomcatNode> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    /** A node by its place, from 0. */
    public TomcatNode node(int index) {
        return nodes.get(index);
    }

    /** One more node, on the same settings, not started; its origin is known to itself alone. */
    public TomcatNode addNode() {
        TomcatNode node = new TomcatNode("node-" + (nodes.size() + 1), workspace.path()).with(settingsOfNodes());
        node.with(Map.of("entry.origins", settings.get("entry.origins") + "," + node.baseUrl()));
        nodes.add(node);
        return node;
    }

    /** The stand-in for WeChat, where it was wanted. */
    public Optional<WeChatStandIn> weChat() {
        return Optional.ofNullable(weChat);
    }

    /** nginx, where it was wanted and is installed. */
    public Optional<NginxEdge> edge() {
        return Optional.ofNullable(edge);
    }

    /** The address players would open, without a slash at the end: nginx, else the first node. */
    public String publicUrl() {
        return edge != null ? edge.baseUrl() : nodes.get(0).baseUrl();
    }

    /** All settings, those of turntable-ops included. */
    public Map<String, String> settings() {
        return Collections.unmodifiableMap(settings);
    }

    /** The settings file for turntable-ops. */
    public Path settingsFile() {
        return workspace.path().resolve("turntable-ops.properties");
    }

    /** The folder of everything, for logs. */
    public Path folder() {
        return workspace.path();
    }

    /** Ends everything from the outside in, and removes the folder. A second call waits for the first and does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (edge != null) {
            edge.close();
        }
        together(nodes.stream().<Runnable>map(node -> node::close).toList());
        if (weChat != null) {
            weChat.close();
        }
        together(List.of(draws::close, sessions::close, watched == null ? pair::close : watched::close));
        workspace.close();
        Cleanup.forget(this);
    }
}
