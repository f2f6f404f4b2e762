package org.turntable.testing.bench.sessions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.turntable.testing.stack.RedisServer;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.stack.Workspace;

/**
 * The servers of the session bench: one Redis, and two Tomcats of tomcat-conf/ that each serve every variant side by
 * side.
 */
final class SessionSystem implements AutoCloseable {
    private final Workspace workspace = Workspace.temporary("sessions");
    private final RedisServer redis = RedisServer.sessions(workspace.folder("redis"));
    private final TomcatNode a;
    private final TomcatNode b;

    /**
     * Lays everything out; nothing runs yet.
     *
     * @param threads request threads of a Tomcat: as many as the load has connections, so that no variant waits for one
     */
    SessionSystem(int threads) {
        a = node("node-a", "1g", threads);
        b = node("node-b", "512m", threads);
    }

    private TomcatNode node(String name, String heap, int threads) {
        TomcatNode node = new TomcatNode(name, workspace.folder("tomcat"))
                .heap(heap)
                .environment("TURNTABLE_HTTP_THREADS", Integer.toString(threads));
        String container = SessionVariants.container().path();
        // Its web applications lie there as folders, this one with them.
        return node.war(node.base().resolve("webapps").resolve(container), container)
                .readyAt("/" + container + "/plain");
    }

    /** Deploys the variants on both nodes and starts Redis and both. */
    void start(List<SessionVariant> variants) throws IOException {
        // The container's page tells when a node is ready, whatever is measured.
        List<SessionVariant> deployed = Stream.concat(Stream.of(SessionVariants.container()), variants.stream())
                .distinct()
                .toList();
        for (TomcatNode node : List.of(a, b)) {
            for (SessionVariant variant : deployed) {
                SessionWebapp.write(node.base().resolve("webapps").resolve(variant.path()), variant);
            }
            Path lib = Files.createDirectories(node.base().resolve("lib"));
            for (Path jar : SessionVariants.redissonJars()) {
                Files.copy(jar, lib.resolve(jar.getFileName()));
            }
            Files.writeString(
                    Files.createDirectories(node.base().resolve("conf")).resolve("redisson.yaml"),
                    SessionVariants.redissonYaml(redis.url()));
        }
        redis.start();
        a.start();
        b.start();
        for (SessionVariant variant : variants) {
            for (TomcatNode node : List.of(a, b)) {
                int status = node.status("/" + variant.path() + "/plain");
                if (status != 200) {
                    throw new IllegalStateException(variant.name() + " answers " + status + " on " + node.name()
                            + ". The end of its log:\n" + node.logTail());
                }
            }
        }
    }

    RedisServer redis() {
        return redis;
    }

    /** The node that carries the load; the first of two where sharing is looked at. */
    TomcatNode a() {
        return a;
    }

    TomcatNode b() {
        return b;
    }

    @Override
    public void close() {
        a.close();
        b.close();
        redis.close();
        workspace.close();
    }
}
