package org.turntable.testing.stack;

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
import java.util.stream.Stream;

/**
 * An installed nginx with the project's nginx/ files, in front of some nodes; runs as root or not, all its files below
 * one folder. Players are served with and without TLS, on two ports; on two more are the redirect from http to https,
 * and the operators' console.
 */
public final class NginxEdge implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Path NJS = Path.of("/usr/lib/nginx/modules/ngx_http_js_module.so");
    private final Path binary;
    private final Path prefix;
    private final int port;
    private final int securePort;
    private final int plainPort = Ports.free();
    private final int consolePort;
    private final SelfSigned certificate;
    private final ServerProcess process;
    private String edgeKey;
    private boolean strict = true;
    private boolean strictWithOperators;

    /**
     * @param binary from {@link #installed()}
     * @param folder where its prefix and its log lie
     * @param port on loopback, without TLS
     */
    public NginxEdge(Path binary, Path folder, int port) {
        this(binary, folder, port, Ports.free(), Ports.free());
    }

    /**
     * @param securePort players over TLS
     * @param consolePort operators over TLS
     */
    public NginxEdge(Path binary, Path folder, int port, int securePort, int consolePort) {
        this.binary = binary;
        this.prefix = folder.resolve("nginx");
        this.port = port;
        this.securePort = securePort;
        this.consolePort = consolePort;
        this.certificate = new SelfSigned(folder);
        this.process = new ServerProcess("nginx", folder, Duration.ofSeconds(5));
    }

    /** The nginx of this machine: NGINX_BINARY in the environment, else on the PATH or where packages put it. */
    public static Optional<Path> installed() {
        String named = System.getenv("NGINX_BINARY");
        return named == null || named.isBlank() ? Processes.onPath("nginx") : Optional.of(Path.of(named));
    }

    /** Disables the rate limits, for load tests; call it before the start. */
    public NginxEdge withoutLimits() {
        strict = false;
        return this;
    }

    /**
     * Counts operators' attempts to sign in as production does; otherwise tests may sign in one after the other. Before
     * the start.
     */
    public NginxEdge strictWithOperators() {
        strictWithOperators = true;
        return this;
    }

    /** Verifies players' cookies with njs, which has to be installed; before the start. */
    public NginxEdge verifying(String edgeKey) {
        this.edgeKey = edgeKey;
        return this;
    }

    /** The njs module of this machine: NJS_MODULE in the environment, else where packages put it. */
    public static Optional<Path> njs() {
        String named = System.getenv("NJS_MODULE");
        return Stream.of(
                        named == null || named.isBlank() ? NJS : Path.of(named),
                        Path.of("/usr/lib64/nginx/modules", NJS.getFileName().toString()))
                .filter(Files::exists)
                .findFirst();
    }

    /** Starts it in front of the nodes; ready when it answers anything. */
    public NginxEdge start(List<TomcatNode> nodes) {
        return startPorts(nodes.stream().map(TomcatNode::port).toList());
    }

    /** Starts it in front of whatever listens, or will listen, on these ports of loopback. */
    public NginxEdge startPorts(List<Integer> ports) {
        try {
            if (!Files.exists(prefix)) {
                Workspace.copyTree(ProjectFiles.file("nginx"), prefix);
            }
            Files.createDirectories(prefix.resolve("logs"));
            Files.createDirectories(prefix.resolve("temp"));
            Files.createDirectories(prefix.resolve("cache"));
            Path limits = prefix.resolve("hosts/limits.conf");
            if (!strict) {
                // A client of a load test sends a hundred requests a second.
                Files.writeString(
                        limits,
                        Files.readString(limits)
                                .replaceAll("rate=\\d+r/s", "rate=100000r/s")
                                .replace("\"10/60\"", "\"100000/100000\""));
            }
            if (!strictWithOperators) {
                Files.writeString(
                        limits,
                        Files.readString(limits)
                                .replaceAll("(?m)^(.*zone=(?:console|attempts):.*) rate=\\S+;$", "$1 rate=1000r/s;"));
            }
            if (edgeKey != null) {
                writeVerification();
            }
            certificate.write(prefix.resolve("hosts/turntable.crt"), prefix.resolve("hosts/turntable.key"));
            Path names = prefix.resolve("hosts/names.conf");
            // Not localhost: HSTS for that name would apply to everything else on this machine.
            Files.writeString(
                    names,
                    Files.readString(names)
                            .replaceFirst("wheel\\.example\\.com +https:\\S+;", "127.0.0.1 " + secureUrl() + ";"));
            Files.writeString(
                    prefix.resolve("hosts/sites.conf"),
                    site(port + "", "players")
                            + site(securePort + " ssl http2", "players")
                            + site(plainPort + "", "plain")
                            + site(consolePort + " ssl http2", "console"));
            writeNodes(ports);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        Processes.run(START_LIMIT, command("-t").toArray(String[]::new));
        process.start(command(), Map.of(), prefix, START_LIMIT, () -> !Ports.isFree(port));
        return this;
    }

    /** Puts other nodes behind it without a restart. */
    public void reload(List<TomcatNode> nodes) {
        reloadPorts(nodes.stream().map(TomcatNode::port).toList());
    }

    /** Puts whatever listens on these ports of loopback behind it without a restart. */
    public void reloadPorts(List<Integer> ports) {
        try {
            writeNodes(ports);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        Processes.run(START_LIMIT, command("-t").toArray(String[]::new));
        List<ProcessHandle> before =
                ProcessHandle.of(process.pid()).orElseThrow().children().toList();
        Processes.signal(process.pid(), "HUP");
        // A worker with the old configuration may still accept connections for a moment.
        Await.until(
                "the workers of before take no more connections",
                START_LIMIT,
                () -> before.stream().allMatch(NginxEdge::isLeaving));
    }

    private static boolean isLeaving(ProcessHandle worker) {
        Path title = Path.of("/proc/" + worker.pid() + "/cmdline");
        try {
            return !worker.isAlive()
                    || Files.readString(title).contains("is shutting down")
                    || Files.readString(title).contains("cache");
        } catch (IOException gone) {
            return true;
        }
    }

    public int port() {
        return port;
    }

    /** https://127.0.0.1:port, the players' origin with TLS. */
    public String secureUrl() {
        return "https://127.0.0.1:" + securePort;
    }

    /** http://127.0.0.1:port, which redirects to {@link #secureUrl()}. */
    public String plainUrl() {
        return "http://127.0.0.1:" + plainPort;
    }

    /** https://127.0.0.1:port, where the operators' console is and nothing else. */
    public String consoleUrl() {
        return "https://127.0.0.1:" + consolePort;
    }

    /** Its TLS certificate. */
    public SelfSigned certificate() {
        return certificate;
    }

    /** Its folder, with logs/ and cache/. */
    public Path prefix() {
        return prefix;
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

    private static String site(String listen, String name) {
        return "server {\n    listen 127.0.0.1:" + listen + ";\n"
                + (listen.contains("ssl") ? "    include hosts/certificates.conf;\n" : "") + "    include parts/site-"
                + name + ".conf;\n}\n";
    }

    /** As the run book says. */
    private void writeVerification() throws IOException {
        Path modules = prefix.resolve("hosts/modules.conf");
        Files.writeString(
                modules,
                Files.readString(modules)
                        .replaceFirst("(?m)^#load_module .*$", "load_module " + njs().orElseThrow() + ";"));
        Path verification = prefix.resolve("hosts/verification.conf");
        Files.writeString(
                verification,
                Files.readString(verification)
                        .replace("include parts/cookies-unverified.conf;", "include parts/cookies-verified.conf;"));
        Files.writeString(
                prefix.resolve("hosts/edge-key.conf"), "map \"\" $edge_key {\n    default \"" + edgeKey + "\";\n}\n");
    }

    private void writeNodes(List<Integer> ports) throws IOException {
        Files.writeString(
                prefix.resolve("hosts/nodes.conf"),
                ports.stream()
                        .map(node -> "server 127.0.0.1:" + node + " max_fails=2 fail_timeout=5s;\n")
                        .collect(Collectors.joining()));
    }

    private List<String> command(String... more) {
        List<String> command = new ArrayList<>(List.of(
                binary.toString(),
                "-p",
                prefix + "/",
                "-c",
                "nginx.conf",
                // As root the workers would become "nobody", who cannot read a private work folder.
                "-g",
                "daemon off;" + (Processes.isRoot() ? " user root;" : "")));
        command.addAll(List.of(more));
        return command;
    }
}
