package org.turntable.promises.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.turntable.testing.browser.Chromium;
import org.turntable.testing.browser.Chromium.Phone;
import org.turntable.testing.stack.Await;
import org.turntable.web.warmup.GalleryServer;
import org.turntable.web.warmup.GalleryServer.Reply;

/**
 * A turn of the wheel on a slow phone, as the browser itself traces it: the graphics turn the wheel, and the page's own
 * thread has nothing to do.
 */
@Tag("alone")
class SpinTraceIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int SLOWER = 4;
    private static final int LONGEST_TASK_US = 50_000;
    /** Of the turn's beginning and end, where the page says that it turns, and what came of it. */
    private static final int MARGIN_US = 200_000;

    /** The page's thread lays out or paints. */
    private static final Set<String> DRAWING = Set.of("Layout", "Paint");
    /** Of a turn that the page's thread made itself each frame would compute styles, some hundred of them. */
    private static final long MOST_STYLES = 5;

    private static final String CATEGORIES =
            "devtools.timeline,disabled-by-default-devtools.timeline,blink.user_timing,toplevel";

    @Test
    void aTurnLaysOutNothingPaintsNothingAndHoldsNothingUp() throws IOException {
        List<JsonNode> events = new CopyOnWriteArrayList<>();
        AtomicBoolean complete = new AtomicBoolean();
        try (Chromium browser = Chromium.start();
                GalleryServer pages = new GalleryServer()) {
            Phone phone = browser.phone(360, 740);
            phone.command("Emulation.setCPUThrottlingRate", Map.of("rate", SLOWER));
            phone.on("Tracing.dataCollected", told -> told.get("value").forEach(events::add));
            phone.on("Tracing.tracingComplete", told -> complete.set(true));
            phone.open(pages.at("zh-CN", "open-new"));
            pages.answerDraws(
                    number -> Reply.json(
                            "{\"status\":\"loss\",\"number\":1,\"segment\":3,\"next\":2,\"chancesToday\":2,\"chancesInAll\":14}"));
            phone.command("Tracing.start", Map.of("categories", CATEGORIES, "transferMode", "ReportEvents"));
            phone.evaluate("""
                    new MutationObserver(() => performance.mark(document.getElementById('disc').classList.contains('turning') ? 'turn-begins' : 'turn-ends'))
                    .observe(document.getElementById('disc'), {attributes: true, attributeFilter: ['class']})""");
            phone.evaluate("document.getElementById('go').click()");
            phone.awaitResult("loss");
            phone.command("Tracing.end", Map.of());
            Await.until("the trace is there", LIMIT, complete::get);
        }
        JsonNode begin = mark(events, "turn-begins");
        long from = begin.get("ts").asLong() + MARGIN_US;
        long to = mark(events, "turn-ends").get("ts").asLong() - MARGIN_US;
        assertTrue(to - from > 3_000_000, () -> "the wheel turned for " + (to - from) / 1000 + " ms");
        List<JsonNode> ofThread = events.stream()
                .filter(event -> event.path("pid").asInt() == begin.get("pid").asInt()
                        && event.path("tid").asInt() == begin.get("tid").asInt())
                .toList();
        // Without these the checks below would hold for an empty trace, too.
        assertTraced("a task before the turn", ofThread, event -> isTask(event) && time(event) < from);
        assertTraced("a task after the turn", ofThread, event -> isTask(event) && time(event) > to);
        assertTraced(
                "a new style outside the turn", ofThread, event -> name(event).equals("UpdateLayoutTree"));
        assertTraced("a paint outside the turn", ofThread, event -> name(event).equals("Paint"));
        List<JsonNode> within = ofThread.stream()
                .filter(event -> time(event) >= from && time(event) <= to)
                .toList();
        assertEquals(
                List.of(),
                within.stream().map(SpinTraceIT::name).filter(DRAWING::contains).toList());
        // The browser may produce a frame of its own, as when a busy machine starts the transition late.
        long styles = within.stream()
                .filter(event -> name(event).equals("UpdateLayoutTree"))
                .count();
        assertTrue(styles <= MOST_STYLES, () -> styles + " frames of the page's thread");
        long longest = within.stream()
                .filter(SpinTraceIT::isTask)
                .mapToLong(SpinTraceIT::cost)
                .max()
                .orElse(0);
        assertTrue(longest <= LONGEST_TASK_US, () -> "a task took " + longest / 1000 + " ms of the processor");
        System.out.printf(
                "A turn of %d ms on a phone %d times slower: longest task of the page's thread %.1f ms, no layout, "
                        + "no paint%n",
                (to - from) / 1000, SLOWER, longest / 1000.0);
    }

    private static void assertTraced(String what, List<JsonNode> events, Predicate<JsonNode> is) {
        assertTrue(events.stream().anyMatch(is), () -> "the trace does not show " + what);
    }

    private static String name(JsonNode event) {
        return event.path("name").asText();
    }

    private static long time(JsonNode event) {
        return event.path("ts").asLong();
    }

    private static boolean isTask(JsonNode event) {
        return name(event).endsWith("RunTask");
    }

    /** What a task cost the processor: other work on this machine does not count. */
    private static long cost(JsonNode task) {
        return task.has("tdur") ? task.get("tdur").asLong() : task.path("dur").asLong();
    }

    private static JsonNode mark(List<JsonNode> events, String name) {
        return events.stream()
                .filter(event -> event.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no mark " + name + " in the trace"));
    }
}
