package org.turntable.testing.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.util.SafeEncoder;

/**
 * One real Redis on loopback, configured by the project's redis/draws.conf or redis/sessions.conf. Its port, password
 * and data survive {@link #stop()}, {@link #kill9()} and a new {@link #start()}.
 */
public final class RedisServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration POLITE = Duration.ofSeconds(8);
    private final String name;
    private final Path folder;
    private final Path binary;
    private final int port = Ports.free();
    private String password = Secrets.password();
    private final ServerProcess process;
    private String overrides = "";
    private Path disk;
    private Workspace own;

    private RedisServer(String name, Path folder, Path binary) {
        this.name = name;
        this.folder = folder;
        this.binary = binary;
        this.process = new ServerProcess("redis-" + name, folder, POLITE);
    }

    /** The Redis for draws in its own work folder, which is removed when it is closed. */
    public static RedisServer draws() {
        return alone("draws", ServerBinaries.redis());
    }

    /** The Redis for draws, its data and log in the given folder. */
    public static RedisServer draws(Path folder) {
        return new RedisServer("draws", folder, ServerBinaries.redis());
    }

    /** The Redis for sessions in a work folder of its own. */
    public static RedisServer sessions() {
        return alone("sessions", ServerBinaries.redis());
    }

    /** The Redis for sessions, its log in the given folder. */
    public static RedisServer sessions(Path folder) {
        return new RedisServer("sessions", folder, ServerBinaries.redis());
    }

    private static RedisServer alone(String name, Path binary) {
        Workspace workspace = Workspace.temporary("redis-" + name);
        RedisServer server = new RedisServer(name, workspace.path(), binary);
        server.own = workspace;
        return server;
    }

    /** Adds a directive for the next start, such as "maxmemory 64mb"; it wins over the project's file. */
    public RedisServer with(String directive) {
        overrides += directive + "\n";
        return this;
    }

    /** Makes it a replica of another, with the other's password. */
    public RedisServer replicaOf(RedisServer master) {
        return replicaOf(master, master.port);
    }

    /** The same through a proxy of the other one. */
    public RedisServer replicaOf(RedisServer master, int masterPort) {
        password = master.password;
        return with("replicaof 127.0.0.1 " + masterPort).with("masterauth " + password);
    }

    String password() {
        return password;
    }

    /** Starts it on its existing data; ready when the data are loaded. */
    public RedisServer start() {
        try {
            Files.createDirectories(data());
            Path conf = folder.resolve("redis-" + name + ".conf");
            Files.writeString(
                    conf,
                    """
                    include "%s"
                    bind 127.0.0.1
                    port %d
                    dir "%s"
                    requirepass %s
                    daemonize no
                    """.formatted(ProjectFiles.file("redis/" + name + ".conf"), port, data(), password)
                            // 7.x and 6.2 show a title instead of the command line, and a stale server is recognised by
                            // its command line.
                            + "set-proc-title no\n" + overrides);
            Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString("rw-------"));
            try {
                process.start(
                        List.of(binary.toString(), conf.toString()),
                        Map.of(),
                        folder,
                        START_LIMIT,
                        () -> "PONG".equals(command("PING")));
            } catch (IllegalStateException failed) {
                ServerBinaries.requireLibraries(binary);
                throw failed;
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return this;
    }

    /** SIGTERM. */
    public void stop() {
        process.stop();
    }

    /** SIGKILL. */
    public void kill9() {
        process.kill9();
    }

    /** SIGSTOP: connections stay open and nothing answers. */
    public void suspend() {
        process.suspend();
    }

    /** SIGCONT. */
    public void resume() {
        process.resume();
    }

    /** Stops and starts it on the same data; its run_id is new. */
    public void restart() {
        stop();
        start();
    }

    /** Copies its files as they are at this moment, as a snapshot of the disk would; the copy must not exist yet. */
    public void copyDataTo(Path copy) {
        Workspace.copyTree(data(), copy);
    }

    /** Kills it, puts an older copy of its files in their place and starts it: a Redis restored from a stale backup. */
    public void restartFrom(Path copy) {
        kill9();
        Workspace.deleteTree(data());
        Workspace.copyTree(copy, data());
        start();
    }

    /** Kills it, removes its files and starts it: a Redis whose disk was lost. */
    public void restartEmpty() {
        kill9();
        Workspace.deleteTree(data());
        start();
    }

    public boolean isRunning() {
        return process.isRunning();
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** Its address with its password, as in redis.draws.url and redis.sessions.url. */
    public String url() {
        return "redis://:" + password + "@127.0.0.1:" + port + "/0";
    }

    /** Its address as a log may show it. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** The folder of its files. */
    public Path data() {
        return Optional.ofNullable(disk).orElse(folder).resolve("redis-" + name + "-data");
    }

    /** Puts its files on another disk; call it before the first start. */
    public RedisServer onDisk(Path other) {
        disk = other;
        return this;
    }

    /** The end of its log. */
    public String logTail() {
        return process.logTail(60);
    }

    /** A new connection for a test; the caller closes it. */
    public Jedis client() {
        return new Jedis(
                new HostAndPort("127.0.0.1", port),
                DefaultJedisClientConfig.builder()
                        .password(password)
                        .resp2()
                        .timeoutMillis(5_000)
                        .build());
    }

    /**
     * Runs one command on a connection of its own and gives the answer as text; a list's elements are joined by line
     * feeds.
     */
    public String command(String command, String... arguments) {
        try (Jedis jedis = client()) {
            return text(jedis.sendCommand(() -> SafeEncoder.encode(command), arguments));
        }
    }

    static String text(Object answer) {
        if (answer instanceof byte[] bytes) {
            return SafeEncoder.encode(bytes);
        }
        if (answer instanceof List<?> list) {
            return String.join("\n", list.stream().map(RedisServer::text).toList());
        }
        return answer == null ? null : answer.toString();
    }

    /** One field of INFO, such as run_id; null when there is none. */
    public String info(String field) {
        return command("INFO")
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).trim())
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() {
        process.stop();
        if (own != null) {
            own.close();
        }
    }
}
