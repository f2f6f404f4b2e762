package org.turntable.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An installed nginx with the project's nginx/ files, in front of some nodes; runs as root or not, all its files below one folder. */
public final class NginxEdge implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(15);
    private final Path binary;
    private final Path prefix;
    private final int port;
    private final ServerProcess process;
    private boolean strict = true;

    /**
     * @param binary from {@link #installed()}
     * @param folder where its prefix and its log lie
     * @param port   on loopback
     */
    public NginxEdge(Path binary, Path folder, int port) {
        this.binary = binary;
        this.prefix = folder.resolve("nginx");
        this.port = port;
        this.process = new ServerProcess("nginx", folder, Duration.ofSeconds(5));
    }

    /** The nginx of this machine: NGINX_BINARY in the environment, else on the PATH or where packages put it. */
    public static Optional<Path> installed() {
        String named = System.getenv("NGINX_BINARY");
        return named == null || named.isBlank() ? Processes.onPath("nginx") : Optional.of(Path.of(named));
    }

    /** Lets every client ask as fast as it likes: for load tests. Before the start. */
    public NginxEdge withoutLimits() {
        strict = false;
        return this;
    }

    /** Starts it in front of the nodes; ready when it answers anything. */
    public NginxEdge start(List<TomcatNode> nodes) {
        try {
            if (!Files.exists(prefix)) {
                Workspace.copyTree(ProjectFiles.file("nginx"), prefix);
            }
            Files.createDirectories(prefix.resolve("logs"));
            Files.createDirectories(prefix.resolve("temp"));
            if (!strict) {
                // A phone of a load test taps a hundred times a second.
                Path limits = prefix.resolve("hosts/limits.conf");
                Files.writeString(limits, Files.readString(limits).replaceAll("rate=\\d+r/s", "rate=100000r/s"));
            }
            Files.writeString(prefix.resolve("hosts/listen.conf"), "listen 127.0.0.1:" + port + ";\n");
            writeNodes(nodes);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        Processes.run(START_LIMIT, command("-t").toArray(String[]::new));
        process.start(command(), Map.of(), prefix, START_LIMIT, () -> !Ports.isFree(port));
        return this;
    }

    /** Puts other nodes behind it without a restart. */
    public void reload(List<TomcatNode> nodes) {
        try {
            writeNodes(nodes);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        Processes.run(START_LIMIT, command("-t").toArray(String[]::new));
        Processes.signal(process.pid(), "HUP");
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** http://127.0.0.1:port, without a slash at the end. */
    public String baseUrl() {
        return "http://127.0.0.1:" + port;
    }

    /** The end of what it has printed and of its error log. */
    public String logTail() {
        return process.logTail(60);
    }

    @Override
    public void close() {
        process.stop();
    }

    private void writeNodes(List<TomcatNode> nodes) throws IOException {
        Files.writeString(prefix.resolve("hosts/nodes.conf"), nodes.stream()
                .map(node -> "server 127.0.0.1:" + node.port() + " max_fails=2 fail_timeout=5s;\n").collect(Collectors.joining()));
    }

    private List<String> command(String... more) {
        List<String> command = new ArrayList<>(List.of(binary.toString(), "-p", prefix + "/", "-c", "nginx.conf",
                // As root the workers would become "nobody", who cannot read a private work folder.
                "-g", "daemon off;" + (Processes.isRoot() ? " user root;" : "")));
        command.addAll(List.of(more));
        return command;
    }
}
