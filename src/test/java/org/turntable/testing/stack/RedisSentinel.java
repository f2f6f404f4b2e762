package org.turntable.testing.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** A real Sentinel that watches one master and alone decides on its fail-over. */
public final class RedisSentinel implements AutoCloseable {
    private final Path folder;
    private final String master;
    private final RedisServer monitored;
    private final int monitoredPort;
    private final int port = Ports.free();
    private final ServerProcess process;

    /**
     * @param folder where its file and its log lie
     * @param master the name under which it watches the server
     */
    public RedisSentinel(Path folder, String master, RedisServer monitored) {
        this(folder, master, monitored, monitored.port());
    }

    /** The same through a proxy of the server; its replicas have to follow it through the same one. */
    public RedisSentinel(Path folder, String master, RedisServer monitored, int monitoredPort) {
        this.folder = folder;
        this.master = master;
        this.monitored = monitored;
        this.monitoredPort = monitoredPort;
        this.process = new ServerProcess("redis-sentinel", folder, Duration.ofSeconds(5));
    }

    public RedisSentinel start() {
        try {
            Path conf = folder.resolve("sentinel.conf");
            Files.writeString(conf, """
                    bind 127.0.0.1
                    port %d
                    daemonize no
                    include "%s"
                    sentinel monitor %s 127.0.0.1 %d 1
                    sentinel auth-pass %s %s
                    sentinel down-after-milliseconds %s 1000
                    sentinel failover-timeout %s 6000
                    """.formatted(
                            port,
                            ProjectFiles.file("redis/sentinel.conf"),
                            master,
                            monitoredPort,
                            master,
                            monitored.password(),
                            master,
                            master));
            process.start(
                    List.of(ServerBinaries.redis().toString(), conf.toString(), "--sentinel"),
                    Map.of(),
                    folder,
                    Duration.ofSeconds(120),
                    () -> "PONG".equals(command("PING")));
            return this;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public int port() {
        return port;
    }

    /** Runs one command; a list's elements are joined by line feeds. */
    public String command(String command, String... arguments) {
        try (Jedis jedis = new Jedis(
                new HostAndPort("127.0.0.1", port),
                DefaultJedisClientConfig.builder().resp2().timeoutMillis(2_000).build())) {
            return RedisServer.text(jedis.sendCommand(() -> command.getBytes(StandardCharsets.US_ASCII), arguments));
        }
    }

    @Override
    public void close() {
        process.stop();
    }
}
