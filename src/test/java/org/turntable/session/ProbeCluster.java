package org.turntable.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.turntable.session.webapp.ProbeListener;
import org.turntable.testing.stack.ProjectFiles;
import org.turntable.testing.stack.RedisServer;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.stack.Workspace;

/** Two real Tomcats with the probe, one of them in a later version, and the Redis that they share. */
final class ProbeCluster implements AutoCloseable {
    private final Workspace workspace = Workspace.temporary("sessions");
    private final RedisServer redis = RedisServer.sessions(workspace.folder("redis"));
    private final TomcatNode first = node("node-1");
    private final TomcatNode second = node("node-2");

    ProbeCluster() {
        redis.start();
        deploy(first, "earlier");
        deploy(second, "later");
        first.start();
        second.start();
    }

    RedisServer redis() {
        return redis;
    }

    TomcatNode first() {
        return first;
    }

    TomcatNode second() {
        return second;
    }

    private TomcatNode node(String name) {
        return new TomcatNode(name, workspace.folder("tomcat"))
                .war(emptyWar(), "unused.war")
                .readyAt("/probe?do=untouched");
    }

    /** The node needs a web application to deploy; the probe itself is a folder. */
    private Path emptyWar() {
        try {
            Path war = workspace.path().resolve("unused.war");
            if (!Files.exists(war)) {
                try (var zip = new ZipOutputStream(Files.newOutputStream(war))) {
                    zip.putNextEntry(new ZipEntry("WEB-INF/"));
                }
            }
            return war;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void deploy(TomcatNode node, String version) {
        try {
            Path inf = Files.createDirectories(node.base().resolve("webapps/ROOT/WEB-INF"));
            copy(ProjectFiles.root().resolve("target/turntable/WEB-INF/lib"), inf.resolve("lib"));
            copy(ProjectFiles.root().resolve("target/turntable/WEB-INF/classes"), inf.resolve("classes"));
            String folder = ProbeListener.class.getPackageName().replace('.', '/');
            copy(
                    Path.of(ProbeListener.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI())
                            .resolve(folder),
                    inf.resolve("classes").resolve(folder));
            Files.writeString(inf.resolve("web.xml"), """
                    <?xml version="1.0" encoding="UTF-8"?>
                    <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0" metadata-complete="true">
                      <context-param><param-name>redis.port</param-name><param-value>%d</param-value></context-param>
                      <context-param><param-name>redis.password</param-name><param-value>%s</param-value></context-param>
                      <context-param><param-name>version</param-name><param-value>%s</param-value></context-param>
                      <listener><listener-class>%s</listener-class></listener>
                      <session-config>
                        <session-timeout>20</session-timeout>
                        <cookie-config><name>probe</name><attribute><attribute-name>SameSite</attribute-name><attribute-value>Strict</attribute-value></attribute></cookie-config>
                        <tracking-mode>COOKIE</tracking-mode>
                      </session-config>
                      <error-page><location>/error-page</location></error-page>
                    </web-app>
                    """.formatted(
                            redis.port(),
                            URI.create(redis.url()).getUserInfo().substring(1),
                            version,
                            ProbeListener.class.getName()));
        } catch (IOException | URISyntaxException broken) {
            throw new IllegalStateException("the probe could not be laid out", broken);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    @Override
    public void close() {
        List.of(first, second).forEach(TomcatNode::close);
        redis.close();
        workspace.close();
    }
}
