package org.turntable.testing.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.turntable.tool.failover.ControlSocket;
import org.turntable.tool.failover.RequestRefusedException;

/**
 * A pair with a fail-over agent. The agent is a separate process, starts and stops the servers by scripts, and reaches
 * them through proxies that can simulate a partition. The servers are called first and second, because the writer
 * changes.
 */
public final class FailoverPair implements AutoCloseable {
    private static final Duration AGENT_START = Duration.ofSeconds(90);
    private static final Duration WHOLE = Duration.ofSeconds(120);

    private final MariaDbPair pair;
    private final Path folder;
    private final List<MariaDbServer> servers;
    private final List<TcpProxy> toAgent;
    private final List<TcpProxy> betweenThem;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private Process agent;

    /**
     * Makes it around a pair that was not started.
     *
     * @param folder where the agent's folder, log and settings lie
     */
    public FailoverPair(MariaDbPair pair, Path folder) {
        this.pair = pair;
        this.folder = folder;
        servers = List.of(pair.primary(), pair.replica());
        toAgent =
                servers.stream().map(server -> new TcpProxy(server.extraPort())).toList();
        betweenThem =
                servers.stream().map(server -> new TcpProxy(server.port())).toList();
        settings.put("mode", "demo");
        settings.put("database.hosts", pair.hosts());
        settings.put(
                "failover.hosts",
                String.join(",", toAgent.stream().map(TcpProxy::address).toList()));
        settings.put("failover.user", MariaDbPair.AGENT_USER);
        settings.put("failover.password", pair.agentPassword());
        settings.put(
                "failover.replication.hosts",
                String.join(",", betweenThem.stream().map(TcpProxy::address).toList()));
        settings.put("failover.replication.user", MariaDbPair.REPLICATION_USER);
        settings.put("failover.replication.password", pair.replicationPassword());
        settings.put("failover.replication.tls", "off");
        settings.put("failover.folder", folder.resolve("agent").toString());
        settings.put("failover.start", folder.resolve("start-{port}.sh") + " {role}");
        settings.put("failover.kill", folder.resolve("kill-{port}.sh").toString());
        settings.put("failover.pause", "0");
    }

    /** A setting of the agent, before it starts. */
    public FailoverPair with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** The agent's settings. */
    public Map<String, String> settings() {
        return settings;
    }

    /** Starts both servers read-only, and the agent, which sets up replication and opens one. */
    public FailoverPair start() {
        Cleanup.register(this);
        pair.startClosed();
        for (MariaDbServer server : servers) {
            server.startScript();
            server.killScript();
        }
        Properties properties = new Properties();
        properties.putAll(settings);
        try (Writer writer = Files.newBufferedWriter(config())) {
            properties.store(writer, null);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        startAgent("--writer", servers.get(0).address());
        awaitAgent();
        awaitWhole();
        return this;
    }

    /** Starts the agent; it is not waited for. */
    public void startAgent(String... arguments) {
        try {
            agent = OpsTool.start(
                    config(),
                    agentLog(),
                    Stream.concat(Stream.of("failover-agent"), Stream.of(arguments))
                            .toArray(String[]::new));
            Cleanup.watch(agent.pid());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Waits until the agent answers: on a busy machine a new JVM takes tens of seconds. */
    public void awaitAgent() {
        Await.until("the agent answers", AGENT_START, () -> {
            if (!agent.isAlive()) {
                throw new AssertionError("the agent has ended:\n" + tail(agentLog()));
            }
            return !status().isEmpty();
        });
    }

    /** SIGKILL to the agent. */
    public void killAgent() {
        try {
            agent.destroyForcibly().waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Cleanup.unwatch(agent.pid());
    }

    /** The agent's process. */
    public Process agent() {
        return agent;
    }

    /** The status that the agent reports; empty while it does not answer. */
    public Map<String, String> status() {
        try {
            return ControlSocket.ask(folder.resolve("agent/agent.socket"), "status", Map.of());
        } catch (IOException | RequestRefusedException away) {
            return Map.of();
        }
    }

    /** Waits until the agent reports a complete pair. */
    public void awaitWhole() {
        try {
            Await.until(
                    "the pair is whole",
                    WHOLE,
                    () -> "PAIR".equals(status().get("mode")) && "OPEN".equals(status().get("phase")));
        } catch (AssertionError never) {
            throw new AssertionError(
                    never.getMessage() + "\nThe agent reports: " + status() + "\nIts journal:\n" + journal(), never);
        }
        servers.stream().filter(MariaDbServer::isRunning).forEach(server -> Cleanup.watch(server.pid()));
    }

    /** The server that is the writer, as the agent reports. */
    public MariaDbServer writer() {
        String writer = status().get("writer");
        return servers.stream()
                .filter(server -> server.address().equals(writer))
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError("the agent does not answer; the end of its log:\n" + tail(agentLog())));
    }

    /** The server that is not the writer. */
    public MariaDbServer replica() {
        return other(writer());
    }

    /** The other server of the pair. */
    public MariaDbServer other(MariaDbServer server) {
        return servers.get(server == servers.get(0) ? 1 : 0);
    }

    /** The proxy between the agent and a server. */
    public TcpProxy toAgent(MariaDbServer server) {
        return toAgent.get(servers.indexOf(server));
    }

    /** The proxy through which the other server replicates from a server. */
    public TcpProxy replicationFrom(MariaDbServer server) {
        return betweenThem.get(servers.indexOf(server));
    }

    /** Both servers. */
    public List<MariaDbServer> servers() {
        return servers;
    }

    /** The pair itself, for its accounts. */
    public MariaDbPair pair() {
        return pair;
    }

    /** The settings file. */
    public Path config() {
        return folder.resolve("failover.properties");
    }

    /** The output of the agent. */
    public Path agentLog() {
        return folder.resolve("agent-output.log");
    }

    /** The journal of the agent. */
    public String journal() {
        return tail(folder.resolve("agent/journal.log"));
    }

    /** The working folder of the pair. */
    public String wholeJournal() {
        return tail(folder.resolve("agent/journal.log"), Integer.MAX_VALUE);
    }

    private static String tail(Path file) {
        return tail(file, 60);
    }

    private static String tail(Path file, int most) {
        try {
            List<String> lines = Files.readAllLines(file);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - most), lines.size()));
        } catch (IOException none) {
            return "(nothing)";
        }
    }

    @Override
    public void close() {
        Cleanup.unregister(this);
        if (agent != null) {
            Processes.resume(agent.pid());
            killAgent();
        }
        toAgent.forEach(TcpProxy::close);
        betweenThem.forEach(TcpProxy::close);
        pair.close();
    }
}
