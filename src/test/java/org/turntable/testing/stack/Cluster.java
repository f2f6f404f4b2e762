package org.turntable.testing.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * The whole system on loopback: a MariaDB pair, the two Redis, Tomcat nodes, nginx in front where it is wanted and
 * installed; the schema migrated and the sample campaign open. For integration tests, the load drivers and the demo.
 */
public final class Cluster implements AutoCloseable {
    private final Workspace workspace;
    private final MariaDbPair pair;
    private final RedisServer draws;
    private final RedisServer sessions;
    private final List<TomcatNode> nodes = new ArrayList<>();
    private final Consumer<String> progress;
    private final WeChatStandIn weChat;
    private final FailoverPair failoverPair;
    private NginxEdge edge;
    private ClusterSettings settings;
    private boolean closed;

    private Cluster(ClusterBuilder wanted) {
        // Before several threads create loggers at the same time: slf4j would print warnings.
        LoggerFactory.getILoggerFactory();
        progress = wanted.progress;
        workspace = Workspace.temporary("cluster");
        Cleanup.register(this);
        Path folder = workspace.path();
        pair = new MariaDbPair(folder);
        wanted.databaseOptions.forEach(pair::with);
        draws = RedisServer.draws(folder);
        wanted.drawsDirectives.forEach(draws::with);
        sessions = RedisServer.sessions(folder);
        wanted.disks.ifPresent(disks -> {
            pair.primary().onDisk(disks.primary());
            pair.replica().onDisk(disks.replica());
            draws.onDisk(disks.draws());
        });
        weChat = wanted.weChat ? new WeChatStandIn(folder) : null;
        failoverPair = wanted.failoverPair ? new FailoverPair(pair, folder) : null;
    }

    /** A builder with the default configuration. */
    public static ClusterBuilder builder() {
        return new ClusterBuilder();
    }

    /** Starts everything; on a failure stops what was started. */
    static Cluster of(ClusterBuilder wanted) {
        Cluster cluster = new Cluster(wanted);
        try {
            cluster.bringUp(wanted);
            return cluster;
        } catch (RuntimeException | Error failed) {
            try {
                cluster.close();
            } catch (RuntimeException | AssertionError second) {
                failed.addSuppressed(second);
            }
            throw failed;
        }
    }

    private void bringUp(ClusterBuilder wanted) {
        together(List.of(
                () -> step(
                        "MariaDB: primary and semi-synchronous replica"
                                + (failoverPair == null ? "" : ", under the fail-over agent"),
                        failoverPair == null ? pair::start : failoverPair::start),
                () -> step("Redis for draws, Redis for sessions", () -> {
                    draws.start();
                    sessions.start();
                    if (wanted.tomcats > 0) {
                        TomcatDistribution.unpackedIn(workspace.path());
                    }
                })));
        Optional<Path> nginx = wanted.nginx ? NginxEdge.installed() : Optional.empty();
        for (int i = 1; i <= wanted.tomcats; i++) {
            nodes.add(new TomcatNode("node-" + i, workspace.path())
                    .heap(wanted.heap)
                    .war(wanted.war, "ROOT.war"));
        }
        wanted.configuration.ifPresent(folder -> nodes.forEach(node -> node.configurationWithoutOpsConnector(folder)));
        if (nginx.isPresent()) {
            edge = new NginxEdge(
                    nginx.get(),
                    workspace.path(),
                    orFree(wanted.publicPort),
                    orFree(wanted.securePort),
                    orFree(wanted.consolePort));
            if (!wanted.limits) {
                edge.withoutLimits();
            }
            if (wanted.strictWithOperators) {
                edge.strictWithOperators();
            }
        } else if (wanted.publicPort != 0 && !nodes.isEmpty()) {
            nodes.get(0).onPort(wanted.publicPort);
        }
        settings = ClusterSettings.of(this, Optional.ofNullable(failoverPair), wanted.settings);
        step("tables migrated", () -> ops("migrate"));
        if (weChat != null) {
            step("the stand-in for WeChat", weChat::start);
        }
        if (wanted.sample) {
            step("sample campaign open", () -> ops("sample-campaign", "--open"));
        }
        together(nodes.stream()
                .<Runnable>map(
                        node -> () -> step("Tomcat " + node.name() + " ready", () -> node.start(settings.ofNodes())))
                .toList());
        if (edge != null) {
            step("nginx in front", () -> edge.start(nodes));
        }
    }

    private static int orFree(int port) {
        return port == 0 ? Ports.free() : port;
    }

    private void step(String done, Runnable work) {
        work.run();
        progress.accept(done);
    }

    /** Runs all at the same time and waits for all; throws the first failure as it was. */
    private static void together(List<Runnable> works) {
        List<CompletableFuture<Void>> running =
                works.stream().map(CompletableFuture::runAsync).toList();
        RuntimeException failure = null;
        for (CompletableFuture<Void> one : running) {
            try {
                one.join();
            } catch (CompletionException wrapped) {
                failure = failure != null
                        ? failure
                        : wrapped.getCause() instanceof RuntimeException plain
                                ? plain
                                : new IllegalStateException(wrapped.getCause());
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Runs a subcommand of turntable-ops on this system's settings; throws with its output when it fails. */
    public String ops(String... arguments) {
        return OpsTool.run(settings.file(), arguments);
    }

    public MariaDbPair pair() {
        return pair;
    }

    /** The pair with its fail-over agent, if requested. */
    public FailoverPair failoverPair() {
        return Optional.ofNullable(failoverPair).orElseThrow();
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

    /** One more node, on the same settings, not started; its origin is set on this node only. */
    public TomcatNode addNode() {
        TomcatNode node = new TomcatNode("node-" + (nodes.size() + 1), workspace.path()).with(settings.ofNodes());
        node.with(Map.of("entry.origins", settings.all().get("entry.origins") + "," + node.baseUrl()));
        nodes.add(node);
        return node;
    }

    /** The stand-in for WeChat, if requested. */
    public Optional<WeChatStandIn> weChat() {
        return Optional.ofNullable(weChat);
    }

    /** nginx, if requested and installed. */
    public Optional<NginxEdge> edge() {
        return Optional.ofNullable(edge);
    }

    /** The address players would open, without a slash at the end: nginx, else the first node. */
    public String publicUrl() {
        return edge != null ? edge.baseUrl() : nodes.get(0).baseUrl();
    }

    /** All settings, those of turntable-ops included. */
    public Map<String, String> settings() {
        return Collections.unmodifiableMap(settings.all());
    }

    /** The settings file for turntable-ops. */
    public Path settingsFile() {
        return settings.file();
    }

    /** The folder of everything, for logs. */
    public Path folder() {
        return workspace.path();
    }

    /**
     * Stops everything, nginx first and the databases last, and removes the folder. A second call waits for the first
     * and does nothing.
     */
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
        together(List.of(draws::close, sessions::close, failoverPair == null ? pair::close : failoverPair::close));
        Cleanup.unregister(this);
        workspace.close();
    }
}
