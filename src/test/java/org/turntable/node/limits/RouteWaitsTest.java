package org.turntable.node.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.turntable.node.Routes;
import org.turntable.testing.stack.ProjectFiles;
import org.turntable.web.http.Route;

class RouteWaitsTest {
    /** Below the edge's patience: for the queue, the network and the work itself. */
    private static final Duration RESERVE = Duration.ofMillis(250);
    /** Threads that no kind of wait can hold, even when all parts of the system hang at once. */
    private static final int ALWAYS_FREE = 3;
    /** The longest wait without a bulkhead. */
    private static final Duration SHORT = Duration.ofMillis(600);

    static List<Route> routes() {
        return Routes.TABLE.routes();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyRouteDeclaresWhatItWaitsForAndEndsBeforeTheEdgesPatience(Route route) throws IOException {
        Duration worst = RouteWaits.worstCase(route.servlet());
        if (route.audience() == Route.Audience.OPS) {
            return;
        }
        for (Duration patience : patienceOfTheEdge()) {
            assertTrue(
                    worst.plus(RESERVE).compareTo(patience) < 0,
                    () -> route.path() + " may take " + worst + ", and the edge waits " + patience);
        }
    }

    @Test
    void aServletThatDeclaresNothingStopsTheStart() {
        HttpServlet unknown = new HttpServlet() {
            private static final long serialVersionUID = 1L;
        };
        assertThrows(IllegalStateException.class, () -> RouteWaits.limits().of(unknown.getClass()));
    }

    @Test
    void allWaitsTogetherLeaveThreadsFree() throws IOException {
        Matcher threads = Pattern.compile("maxThreads=\"\\$\\{turntable\\.http\\.threads:-(\\d+)}\"")
                .matcher(Files.readString(ProjectFiles.file("tomcat-conf/server.xml")));
        assertTrue(threads.find());
        int all = Arrays.stream(RequestWait.values())
                .mapToInt(RequestWait::permits)
                .sum();
        assertTrue(
                all <= Integer.parseInt(threads.group(1)) - ALWAYS_FREE,
                () -> all + " of " + threads.group(1) + " threads may wait");
    }

    @Test
    void aWaitWithoutABulkheadIsShort() {
        for (RequestWait wait : RequestWait.values()) {
            boolean elsewhere = switch (wait) {
                // No thread is held; the permit is that of the password; the machines inside alone.
                case DRAW, OPERATOR_ACCOUNT, REHEARSAL -> true;
                default -> false;
            };
            assertTrue(elsewhere || wait.permits() > 0 || wait.longest().compareTo(SHORT) <= 0, wait::name);
        }
        for (Route route : routes()) {
            boolean rehearses = RouteWaits.of(route.servlet()).contains(RequestWait.REHEARSAL);
            assertEquals(rehearses, rehearses && route.audience() == Route.Audience.OPS, route.path());
            if (RouteWaits.of(route.servlet()).contains(RequestWait.OPERATOR_ACCOUNT)) {
                assertTrue(RouteWaits.of(route.servlet()).contains(RequestWait.OPERATOR_PASSWORD), route.path());
            }
        }
    }

    /** Every proxy_read_timeout of the edge, but that of internal locations, whose answers nobody waits for. */
    private static List<Duration> patienceOfTheEdge() throws IOException {
        List<Duration> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ProjectFiles.file("nginx"))) {
            for (Path file : files.filter(one -> one.toString().endsWith(".conf"))
                    .filter(one -> !one.getFileName().toString().startsWith("partner-"))
                    .toList()) {
                String text = Files.readString(file)
                        .replaceAll("(?m)#.*$", "")
                        .replaceAll("(?s)location[^{]*\\{[^{}]*\\binternal;[^{}]*}", "");
                Matcher timeouts = Pattern.compile("\\bproxy_read_timeout\\s+(\\d+)(ms|s)?;")
                        .matcher(text);
                while (timeouts.find()) {
                    long value = Long.parseLong(timeouts.group(1));
                    found.add("ms".equals(timeouts.group(2)) ? Duration.ofMillis(value) : Duration.ofSeconds(value));
                }
            }
        }
        assertTrue(!found.isEmpty(), "no proxy_read_timeout in nginx/");
        return found;
    }
}
