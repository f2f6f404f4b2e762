package org.turntable.testing.reference;

import static org.turntable.testing.reference.MarkdownTable.code;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.turntable.node.Routes;
import org.turntable.node.limits.RequestWait;
import org.turntable.node.limits.RouteWaits;

/** What requests wait for, from {@link RequestWait} and {@link RouteWaits}. */
final class WaitsBlock {
    private WaitsBlock() {}

    static String kinds() {
        MarkdownTable table = new MarkdownTable("kind", "waits for", "at the same time", "at most");
        Arrays.stream(RequestWait.values())
                .forEach(wait -> table.row(
                        word(wait),
                        wait.purpose(),
                        wait.permits() == 0 ? "" : Integer.toString(wait.permits()),
                        seconds(wait.longest()) + (wait.isBesideRequestTime() ? " (+)" : "")));
        return table.toString();
    }

    static String routes() {
        MarkdownTable table = new MarkdownTable("path", "methods", "may wait for", "in all at most");
        Routes.TABLE.routes().stream()
                .filter(route -> !RouteWaits.of(route.servlet()).isEmpty())
                .forEach(route -> table.row(
                        code(route.path()),
                        String.join(", ", route.methods()),
                        RouteWaits.of(route.servlet()).stream()
                                .map(WaitsBlock::word)
                                .collect(Collectors.joining(", ")),
                        seconds(RouteWaits.worstCase(route.servlet()))));
        return table.toString();
    }

    private static String word(RequestWait wait) {
        return wait.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1_000 == 0
                ? time.toSeconds() + " s"
                : String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1e3);
    }
}
