package org.turntable.testing.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.flywaydb.core.Flyway;
import org.turntable.testing.stack.MariaDbPair;
import org.turntable.testing.stack.RedisServer;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.stack.Workspace;
import org.turntable.tool.mariadb.schema.Migrations;

/** The one node under measurement: Turntable as /, the yardsticks as /yardstick, in the Tomcat of tomcat-conf/. */
final class BenchTomcat implements AutoCloseable {
    private final String secret = UUID.randomUUID() + "-" + UUID.randomUUID();
    private final MariaDbPair pair;
    private final TomcatNode node;
    private final boolean withTurntable;

    BenchTomcat(Workspace workspace, MariaDbPair pair, RedisServer draws, RedisServer sessions, boolean withTurntable)
            throws IOException {
        this.pair = pair;
        this.withTurntable = withTurntable;
        node = new TomcatNode("node-1", workspace.folder("tomcat")).heap("1g");
        // Demo mode takes the simple sign-in; nothing that a draw passes through differs in it.
        node.with(Map.of(
                        "mode",
                        "demo",
                        "sign-in",
                        "simple",
                        "entry.origins",
                        origin(),
                        "database.hosts",
                        pair.hosts(),
                        "database.name",
                        MariaDbPair.DATABASE,
                        "database.user",
                        MariaDbPair.APPLICATION_USER,
                        "database.password",
                        pair.applicationPassword(),
                        "redis.draws.url",
                        draws.url(),
                        "redis.sessions.url",
                        sessions.url(),
                        "identity.secret",
                        secret))
                .with(Map.of("wechat.browser", "any"));
        if (!withTurntable) {
            node.war(emptyWar(workspace.path().resolve("empty.war")), "empty.war")
                    .readyAt("/yardstick/bare");
        }
    }

    /**
     * Brings the schema up and puts the bench's campaign into it.
     *
     * @return the campaign's id; 0 where Turntable is not measured
     */
    int migrateAndCreateCampaign(Connection root) throws SQLException {
        if (!withTurntable) {
            return 0;
        }
        Flyway.configure()
                .locations(Migrations.LOCATION)
                .dataSource(
                        pair.primary().jdbcUrl(MariaDbPair.DATABASE),
                        MariaDbPair.MIGRATION_USER,
                        pair.migrationPassword())
                .load()
                .migrate();
        return BenchCampaign.create(root);
    }

    /** The folder from which the node serves the path. */
    Path webapp(String path) {
        return node.base().resolve("webapps").resolve(path);
    }

    /** Back when it is ready. */
    void start() {
        node.start();
    }

    /** Ends its process; {@link #start} starts it again. */
    void stop() {
        node.stop();
    }

    int port() {
        return node.port();
    }

    long pid() {
        return node.pid();
    }

    String origin() {
        return node.baseUrl();
    }

    /** The node's identity.secret. */
    String secret() {
        return secret;
    }

    String log() {
        return node.logTail();
    }

    @Override
    public void close() {
        node.close();
    }

    private static Path emptyWar(Path file) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("WEB-INF/"));
            zip.closeEntry();
        }
        return file;
    }
}
