package org.turntable.testing.bench.sessions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.turntable.testing.bench.sessions.webapp.PlainServlet;
import org.turntable.testing.stack.ProjectFiles;
import redis.clients.jedis.util.JedisURIHelper;

/** The ways to keep sessions that are measured side by side. */
final class SessionVariants {
    private static final String REDISSON_CONTEXT = """
            <Context>
              <Manager className="org.redisson.tomcat.RedissonSessionManager" configPath="${catalina.base}/conf/redisson.yaml"
                       readMode="%s" updateMode="%s" broadcastSessionEvents="%s" keyPrefix="%s"/>
            </Context>
            """;
    private static final String SPRING_WEB = """
              <listener><listener-class>org.springframework.web.context.ContextLoaderListener</listener-class></listener>
              <context-param><param-name>contextConfigLocation</param-name><param-value>/WEB-INF/session.xml</param-value></context-param>
              <filter>
                <filter-name>springSessionRepositoryFilter</filter-name>
                <filter-class>org.springframework.web.filter.DelegatingFilterProxy</filter-class>
              </filter>
              <filter-mapping>
                <filter-name>springSessionRepositoryFilter</filter-name><url-pattern>/*</url-pattern>
                <dispatcher>REQUEST</dispatcher><dispatcher>ERROR</dispatcher>
              </filter-mapping>
            """;
    private static final String SPRING_BEANS = """
            <?xml version="1.0" encoding="UTF-8"?>
            <beans xmlns="http://www.springframework.org/schema/beans" xmlns:context="http://www.springframework.org/schema/context"
                   xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                   xsi:schemaLocation="http://www.springframework.org/schema/beans https://www.springframework.org/schema/beans/spring-beans.xsd
                     http://www.springframework.org/schema/context https://www.springframework.org/schema/context/spring-context.xsd">
              <context:annotation-config/>
              <bean class="org.springframework.session.data.redis.config.annotation.web.http.RedisHttpSessionConfiguration">
                <property name="redisNamespace" value="%5$s"/>
              </bean>
              <bean class="org.springframework.data.redis.connection.jedis.JedisConnectionFactory">
                <property name="hostName" value="%1$s"/><property name="port" value="%2$d"/><property name="password" value="%3$s"/>
                <property name="poolConfig">
                  <bean class="redis.clients.jedis.JedisPoolConfig">
                    <property name="maxTotal" value="%4$d"/><property name="maxIdle" value="%4$d"/>
                  </bean>
                </property>
              </bean>
            </beans>
            """;
    private static final String TURNTABLE_WEB = """
              <context-param><param-name>redis</param-name><param-value>%s</param-value></context-param>
              <listener><listener-class>%s</listener-class></listener>
            """;
    /** Registers the session filter as Turntable's own composition root does; sits among the pages. */
    private static final String TURNTABLE_LISTENER = PlainServlet.class.getPackageName() + ".TurntableSessions";

    private SessionVariants() {}

    /** The container's own sessions, in its memory: no Redis, and nothing shared. */
    static SessionVariant container() {
        return new SessionVariant("no Redis", "container", "", Map.of(), List.of(), List.of());
    }

    /** Whether there is a way to register Turntable's filter. */
    static boolean turntableIsBuilt() {
        return SessionVariants.class.getClassLoader().getResource(TURNTABLE_LISTENER.replace('.', '/') + ".class")
                != null;
    }

    /** Turntable's filter, with the libraries and classes of its WAR. */
    static SessionVariant turntable(String redis) {
        return new SessionVariant(
                "Turntable",
                "turntable",
                TURNTABLE_WEB.formatted(redis.replace("&", "&amp;"), TURNTABLE_LISTENER),
                Map.of(),
                jars(ProjectFiles.file("target/turntable/WEB-INF/lib")).stream()
                        // Without a log implementation, as the others: unconfigured, it would write every debug line to
                        // the console.
                        .filter(jar -> !jar.getFileName().toString().matches("(logback|logstash).*"))
                        .toList(),
                List.of(ProjectFiles.file("target/turntable/WEB-INF/classes")));
    }

    /**
     * Redisson's Tomcat manager as its documentation shows it: readMode REDIS, updateMode DEFAULT, no broadcast of
     * events.
     */
    static SessionVariant redissonAsDocumented() {
        return redisson("Redisson as documented", "redisson", "REDIS", "DEFAULT", false);
    }

    /**
     * Redisson in every mode that could be right across nodes. Its maintainer's answer to sessions that live on
     * elsewhere is broadcastSessionEvents; broadcastSessionUpdates, which MEMORY needs, is on by default.
     */
    static List<SessionVariant> redissonCandidates() {
        return List.of(
                redisson("Redisson REDIS/DEFAULT", "redisson-rd", "REDIS", "DEFAULT", true),
                redisson("Redisson REDIS/AFTER_REQUEST", "redisson-ra", "REDIS", "AFTER_REQUEST", true),
                redisson("Redisson MEMORY/DEFAULT", "redisson-md", "MEMORY", "DEFAULT", true),
                redisson("Redisson MEMORY/AFTER_REQUEST", "redisson-ma", "MEMORY", "AFTER_REQUEST", true));
    }

    /** Spring Session on Jedis with its usual pool, and with a connection for each request that can be under way. */
    static List<SessionVariant> springCandidates(String redis, int threads) {
        return List.of(spring(redis, 8), spring(redis, threads));
    }

    /** redisson.yaml for Tomcat's conf folder: the address, and nothing but defaults. */
    static String redissonYaml(String redis) {
        URI address = URI.create(redis);
        return """
                singleServerConfig:
                  address: "redis://%s:%d"
                  password: "%s"
                """.formatted(address.getHost(), address.getPort(), JedisURIHelper.getPassword(address));
    }

    /** The jars that belong into Tomcat's own lib folder, where Redisson wants to lie. */
    static List<Path> redissonJars() {
        return peerJars("redisson");
    }

    /** What the jars of the peers say of their versions. */
    static String peerVersions() {
        return Stream.of("redisson", "spring")
                .flatMap(peer -> peerJars(peer).stream())
                .map(jar -> jar.getFileName().toString().replace(".jar", ""))
                .filter(jar -> jar.matches("(redisson-tomcat|spring-session-data-redis|spring-web|jedis)-.*"))
                .collect(Collectors.joining(", "));
    }

    private static SessionVariant redisson(
            String name, String path, String readMode, String updateMode, boolean events) {
        return new SessionVariant(
                name,
                path,
                "",
                Map.of("META-INF/context.xml", REDISSON_CONTEXT.formatted(readMode, updateMode, events, path)),
                List.of(),
                List.of());
    }

    private static SessionVariant spring(String redis, int pool) {
        URI address = URI.create(redis);
        String path = "spring-" + pool;
        return new SessionVariant(
                "Spring Session, pool of " + pool,
                path,
                SPRING_WEB,
                Map.of(
                        "WEB-INF/session.xml",
                        SPRING_BEANS.formatted(
                                address.getHost(), address.getPort(), JedisURIHelper.getPassword(address), pool, path)),
                peerJars("spring"),
                List.of());
    }

    private static List<Path> peerJars(String peer) {
        Path folder = ProjectFiles.root().resolve("target/bench-peers").resolve(peer);
        if (!Files.isDirectory(folder)) {
            throw new IllegalStateException(
                    folder + " is missing: run mvn -Pbench, which fetches what is measured against");
        }
        return jars(folder);
    }

    private static List<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
