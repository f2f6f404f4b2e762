package org.turntable.testing.reference;

import static org.turntable.testing.reference.MarkdownTable.code;

import org.turntable.node.Routes;
import org.turntable.web.http.Route.Audience;

/** All routes of one audience, from {@link Routes#TABLE}. */
final class RoutesBlock {
    private RoutesBlock() {}

    static String of(Audience audience) {
        MarkdownTable table = new MarkdownTable("path", "methods", "purpose", "only with");
        Routes.TABLE.routes().stream()
                .filter(route -> route.audience() == audience)
                .forEach(route -> table.row(
                        code(route.path()),
                        String.join(", ", route.methods()),
                        route.purpose(),
                        code(route.condition())));
        return table.toString();
    }
}
