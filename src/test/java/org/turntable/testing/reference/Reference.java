package org.turntable.testing.reference;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.turntable.web.http.Route.Audience;

/** The pages of the reference that have generated blocks. */
public final class Reference {
    /** Each page with what makes its blocks. */
    public static final List<ReferencePage> PAGES = List.of(
            new ReferencePage("settings.md", Map.of("settings", SettingsBlock::text)),
            new ReferencePage("commands.md", Map.of("overview", CommandsBlock::overview, "help", CommandsBlock::help)),
            new ReferencePage("metrics.md", Map.of("nodes", MetricsBlock::ofNodes, "agent", MetricsBlock::ofTheAgent)),
            new ReferencePage("routes.md", routes()),
            new ReferencePage("waits.md", Map.of("kinds", WaitsBlock::kinds, "routes", WaitsBlock::routes)));

    private Reference() {}

    /** A block for each audience, named after it. */
    private static Map<String, Supplier<String>> routes() {
        Map<String, Supplier<String>> blocks = new HashMap<>();
        for (Audience audience : Audience.values()) {
            blocks.put(audience.name().toLowerCase(Locale.ROOT), () -> RoutesBlock.of(audience));
        }
        return blocks;
    }
}
