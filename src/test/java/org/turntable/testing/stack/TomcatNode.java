package org.turntable.testing.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * One real Tomcat process with the files of tomcat-conf/ and a WAR. Its port, settings and files survive
 * {@link #stop()}, {@link #kill9()} and a new {@link #start()}.
 */
public final class TomcatNode implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration POLITE = Duration.ofSeconds(20);
    private static final List<String> CONF = List.of(
            "server.xml", "context.xml", "web.xml", "manager-web.xml", "logging.properties", "tomcat-users.xml");

    private final String name;
    private final Path home;
    private final Path base;
    private int port = Ports.free();
    private final int opsPort = Ports.free();
    private final ServerProcess process;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Path war;
    private String deployedAs = "ROOT.war";
    private String path = "/readyz";
    private boolean readyForOps = true;
    private boolean opsConnector = true;
    private Path configuration = ProjectFiles.file("tomcat-conf");
    private Workspace own;

    /** A node in its own work folder, which is removed when it is closed. */
    public TomcatNode(String name) {
        this(name, Workspace.temporary("tomcat"));
    }

    private TomcatNode(String name, Workspace own) {
        this(name, own.path());
        this.own = own;
    }

    /**
     * @param name its name, unique in its folder, such as "node-1"; also its node.id
     * @param folder nodes of the same folder share one unpacked Tomcat there
     */
    public TomcatNode(String name, Path folder) {
        this.name = name;
        this.home = TomcatDistribution.unpackedIn(folder);
        this.base = folder.resolve(name);
        this.process = new ServerProcess(name, folder, POLITE);
        settings.put("node.id", name);
        environment.put("TURNTABLE_HEAP", "512m");
        // Tests hold idle connections on purpose, and a stop waits for them to be closed.
        environment.put("TURNTABLE_STOP_MILLIS", "1000");
    }

    /** Settings for turntable.properties; they stay for later starts. */
    public TomcatNode with(Map<String, String> more) {
        settings.putAll(more);
        return this;
    }

    /** The JVM's heap, such as "1g"; 512m by default. */
    public TomcatNode heap(String size) {
        environment.put("TURNTABLE_HEAP", size);
        return this;
    }

    /** An environment variable of the process, such as CATALINA_OPTS or JAVA_OPTS. */
    public TomcatNode environment(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** A port of the caller's choice, before the first start. */
    public TomcatNode onPort(int chosen) {
        port = chosen;
        return this;
    }

    /**
     * The WAR to deploy in place of target/turntable.war, and its name in webapps, such as ROOT.war or ROOT##002.war.
     * On a node that is stopped it replaces the one that was deployed under that name.
     *
     * @param file null for target/turntable.war
     */
    public TomcatNode war(Path file, String name) {
        war = file;
        deployedAs = name;
        Path deployed = base.resolve("webapps").resolve(name);
        if (Files.exists(deployed)) {
            try {
                Files.delete(deployed);
                Workspace.deleteTree(base.resolve("webapps").resolve(name.replaceAll("\\.war$", "")));
            } catch (IOException broken) {
                throw new UncheckedIOException(deployed + " could not be replaced", broken);
            }
        }
        return this;
    }

    /**
     * Another folder than tomcat-conf/: of a time when nodes had no connector for ops. Players tell when it is ready.
     */
    public TomcatNode configurationWithoutOpsConnector(Path folder) {
        configuration = folder;
        opsConnector = false;
        return readyAt("/diag");
    }

    /** Whether it has a connector for ops. */
    public boolean hasOpsConnector() {
        return opsConnector;
    }

    /**
     * The path that answers 200 on the port for players when the node is ready, in place of /readyz on that for ops.
     */
    public TomcatNode readyAt(String readyPath) {
        path = readyPath;
        readyForOps = false;
        return this;
    }

    /** Starts it and waits until /readyz answers 200; a failure is thrown with the end of its log. */
    public TomcatNode start() {
        return start(Map.of());
    }

    /** The same, with more settings for this and later starts. */
    public TomcatNode start(Map<String, String> more) {
        settings.putAll(more);
        prepare();
        Map<String, String> variables = new LinkedHashMap<>(environment);
        variables.put("CATALINA_HOME", home.toString());
        variables.put("CATALINA_BASE", base.toString());
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        variables.put("TURNTABLE_HTTP_PORT", Integer.toString(port));
        variables.put("TURNTABLE_OPS_PORT", Integer.toString(opsPort));
        // Under Maven these may be set for Maven itself.
        variables.putIfAbsent("JAVA_OPTS", System.getProperty("node.java.options", ""));
        variables.putIfAbsent("CATALINA_OPTS", "");
        process.start(
                List.of("/bin/sh", home.resolve("bin/catalina.sh").toString(), "run"),
                variables,
                base,
                START_LIMIT,
                this::isReady);
        return this;
    }

    /** Whether /readyz answers 200 at this moment, within a second. */
    public boolean isReady() {
        return readyForOps ? opsStatus(path) == 200 : status(path) == 200;
    }

    /** The status of a GET on the port for players, within a second; -1 while nothing answers. */
    public int status(String of) {
        return statusOf(baseUrl() + of);
    }

    /** The status of a GET on the port for ops, within a second; -1 while nothing answers. */
    public int opsStatus(String of) {
        return statusOf(opsUrl() + of);
    }

    private static int statusOf(String url) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(1_000);
            connection.setInstanceFollowRedirects(false);
            // A keep-alive connection would delay the stop of the node.
            connection.setRequestProperty("Connection", "close");
            try {
                return connection.getResponseCode();
            } finally {
                connection.disconnect();
            }
        } catch (IOException notYet) {
            return -1;
        }
    }

    /** SIGTERM: requests in flight end first. */
    public void stop() {
        process.stop();
    }

    /** SIGKILL. */
    public void kill9() {
        process.kill9();
    }

    /** SIGSTOP: connections are accepted by the kernel and nothing answers. */
    public void suspend() {
        process.suspend();
    }

    /** SIGCONT. */
    public void resume() {
        process.resume();
    }

    /** Stops and starts it. */
    public void restart() {
        stop();
        start();
    }

    public boolean isRunning() {
        return process.isRunning();
    }

    public String name() {
        return name;
    }

    public int port() {
        return port;
    }

    /** Where its connector for ops listens. */
    public int opsPort() {
        return opsPort;
    }

    /** http://127.0.0.1:port of its connector for ops, without a slash at the end. */
    public String opsUrl() {
        return "http://127.0.0.1:" + opsPort;
    }

    public long pid() {
        return process.pid();
    }

    /** http://127.0.0.1:port, without a slash at the end. */
    public String baseUrl() {
        return "http://127.0.0.1:" + port;
    }

    /** Its CATALINA_BASE. */
    public Path base() {
        return base;
    }

    /** Its settings file. */
    public Path settingsFile() {
        return base.resolve("conf/turntable.properties");
    }

    /** Everything it has printed since its first start. */
    public Path log() {
        return process.log();
    }

    /** The end of what it has printed. */
    public String logTail() {
        return process.logTail(60);
    }

    @Override
    public void close() {
        process.stop();
        if (own != null) {
            own.close();
        }
    }

    private void prepare() {
        try {
            for (String folder : List.of("conf", "bin", "logs", "temp", "work", "webapps")) {
                Files.createDirectories(base.resolve(folder));
            }
            for (String file : CONF) {
                // An earlier release's folder has no manager-web.xml.
                if (Files.exists(configuration.resolve(file))) {
                    copy(configuration.resolve(file), base.resolve("conf").resolve(file));
                }
            }
            Files.createDirectories(base.resolve("conf/Catalina/localhost"));
            copy(configuration.resolve("manager.xml"), base.resolve("conf/Catalina/localhost/manager.xml"));
            copy(home.resolve("conf/catalina.properties"), base.resolve("conf/catalina.properties"));
            copy(configuration.resolve("setenv.sh"), base.resolve("bin/setenv.sh"));
            writeSettings();
            Path deployed = base.resolve("webapps").resolve(deployedAs);
            // After a push another version is deployed.
            if (!Files.exists(deployed) && !pushedTo()) {
                copy(war == null ? TomcatDistribution.war() : war, deployed);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(name + " could not be prepared in " + base, broken);
        }
    }

    private boolean pushedTo() throws IOException {
        try (var there = Files.list(base.resolve("webapps"))) {
            return there.anyMatch(file -> file.getFileName().toString().startsWith("ROOT##"));
        }
    }

    private void writeSettings() throws IOException {
        Properties properties = new Properties();
        properties.putAll(settings);
        try (Writer writer = Files.newBufferedWriter(settingsFile())) {
            properties.store(writer, null);
        }
        Files.setPosixFilePermissions(settingsFile(), PosixFilePermissions.fromString("rw-------"));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
}
