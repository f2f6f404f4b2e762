package org.turntable.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.CampaignAdministration.CampaignDefinition;
import org.turntable.campaign.CampaignAdministration.PrizeDefinition;
import org.turntable.campaign.LocalText;
import org.turntable.campaign.PrizeKind;
import org.turntable.campaign.ReleaseLine;
import org.turntable.stack.Await;
import org.turntable.stack.Cluster;
import org.turntable.stack.Processes;
import org.turntable.stack.ProjectFiles;
import org.turntable.stack.Workspace;

/**
 * The pages in a real browser of a phone's size: what a player sees is what MariaDB holds, with the page's script and without it.
 * Leaves pictures in target/screenshots. Longer than most: the browser is driven over its own protocol with nothing but the JDK.
 */
class BrowserIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Path PICTURES = ProjectFiles.root().resolve("target/screenshots");
    private static final List<LocalText> PRIZES = List.of(new LocalText("智能手表", "Smart watch"), new LocalText("蓝牙耳机", "Wireless earbuds"),
            new LocalText("￥88 红包", "¥88 red packet"), new LocalText("￥20 优惠券", "¥20 coupon"), new LocalText("咖啡兑换券", "Coffee voucher"),
            new LocalText("￥5 优惠券", "¥5 coupon"));
    private static final List<PrizeKind> KINDS = List.of(PrizeKind.POSTED, PrizeKind.POSTED, PrizeKind.RED_PACKET, PrizeKind.COUPON,
            PrizeKind.COUPON, PrizeKind.COUPON);
    private static final String SAMPLE = "golden-week";

    private static Cluster cluster;
    private static Chromium browser;

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> program = Stream.of("chromium", "chromium-browser", "google-chrome").flatMap(name -> Processes.onPath(name).stream()).findFirst();
        if (program.isEmpty()) {
            String mend = "no Chromium on the PATH: install chromium and fonts-noto-cjk (apt-get install chromium fonts-noto-cjk) to have the pages tested";
            assertFalse("true".equals(System.getenv("CI")), mend);
            assumeTrue(false, mend);
        }
        cluster = TheCluster.whole();
        cluster.ops("sample-campaign", "--open", "--slug", SAMPLE);
        Await.until("the sample campaign is played", LIMIT, () -> cluster.node(0).status("/c/" + SAMPLE) == 200);
        Files.createDirectories(PICTURES);
        browser = new Chromium(program.get());
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void theWheelAnnouncesTheLossThatMariaDbHolds() throws IOException {
        int campaign = TheCluster.open(campaign("browser-loss", 0));
        Phone phone = browser.phone(360, 640);
        phone.signIn("browser-loss", "小林");
        phone.tap("#go");
        phone.awaitResult("loss");
        assertEquals(phone.text("document.getElementById('say').dataset.loss"), phone.announced());
        assertEquals("true", phone.text(SLICE_AT_THE_TOP + ".classList.contains('losing')"), "the wheel stands on a slice that loses");
        assertEquals("1:", stored(campaign));
        phone.picture("after-a-loss");
        phone.assertFits();
        phone.assertNoComplaints();
    }

    @Test
    void theWheelAnnouncesTheWinThatMariaDbHolds() throws IOException {
        int campaign = TheCluster.open(campaign("browser-win", 100));
        Phone phone = browser.phone(360, 640);
        phone.signIn("browser-win", "小林");
        phone.tap("#go");
        phone.awaitResult("win");
        String prize = stored(campaign).replace("1:", "");
        assertTrue(PRIZES.stream().anyMatch(name -> name.chinese().equals(prize)), prize);
        assertTrue(phone.announced().contains(prize), () -> phone.announced() + " is told, and " + prize + " is stored");
        assertEquals(prize, phone.text("document.getElementById('won-name').textContent"));
        assertEquals(prize, phone.text("document.querySelector('#wins-list strong').textContent"));
        assertEquals(prize.replace(" ", ""), phone.text("[..." + SLICE_AT_THE_TOP + ".querySelectorAll('text')].map(t => t.textContent).join('').replace(/ /g, '')"),
                "the wheel stands on the slice of the prize");
        Await.until("the card of the win has come in", LIMIT,
                () -> phone.is("document.getElementById('won').getAnimations({subtree: true}).every(one => one.playState === 'finished')"));
        phone.picture("after-a-win");
        phone.tap("#won-close");
        Await.until("the win's card is closed", LIMIT, () -> phone.is("document.getElementById('won').hidden"));
        phone.picture("after-a-win-closed");
        phone.assertFits();
        phone.assertNoComplaints();
    }

    @Test
    void withoutScriptsTheFormPostShowsTheResult() throws IOException {
        int campaign = TheCluster.open(campaign("browser-plain", 100));
        Phone phone = browser.phone(360, 640);
        phone.command("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        phone.signIn("browser-plain", "小林");
        phone.tap("#go");
        Await.until("the page with the result is there", LIMIT, () -> phone.is("document.readyState === 'complete' && document.querySelector('.result.win') !== null"));
        String prize = stored(campaign).replace("1:", "");
        assertTrue(phone.announced().contains(prize), () -> phone.announced() + " is told, and " + prize + " is stored");
        phone.picture("without-scripts");
        phone.assertFits();
        phone.assertNoComplaints();
    }

    @Test
    void noPageScrollsSidewaysOnASmallPhone() throws IOException {
        Phone phone = browser.phone(360, 640);
        phone.open("/sign-in?return=/c/" + SAMPLE);
        phone.picture("sign-in");
        phone.assertFits();
        phone.signIn(SAMPLE, "小林");
        phone.picture("game-small-phone");
        phone.pictureOfAll("game-whole-page");
        phone.assertFits();
        phone.open("/c/" + SAMPLE + "/rules");
        phone.pictureOfAll("rules");
        phone.assertFits();
        phone.open("/c/" + SAMPLE + "?lang=en");
        phone.picture("english");
        phone.assertFits();
        phone.open("/c/" + SAMPLE + "/rules");
        phone.pictureOfAll("rules-english");
        phone.assertFits();
        phone.assertNoComplaints();
        // A status of 404 is itself a line on the browser's console; what else it may say is not looked at here.
        phone.open("/c/no-such-campaign");
        phone.picture("not-found");
        phone.assertFits();
    }

    @Test
    void aLargePhoneShowsTheWholeWheelAndTheButtonWithoutScrolling() throws IOException {
        Phone phone = browser.phone(430, 932);
        phone.signIn(SAMPLE, "小陈");
        phone.picture("game-large-phone");
        assertTrue(phone.is("document.getElementById('go').getBoundingClientRect().bottom <= innerHeight"), "the button is below the fold");
        phone.assertFits();
        phone.assertNoComplaints();
    }

    /** The slice under the pointer: the one whose middle stands nearest to the top, as the browser has laid it out. */
    private static final String SLICE_AT_THE_TOP = """
            [...document.querySelectorAll('#disc .slice')].map(slice => [slice, slice.querySelector('use').getBoundingClientRect().top])
            .reduce((a, b) => a[1] < b[1] ? a : b)[0]""";

    private static CampaignDefinition campaign(String slug, int percentThatWin) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        int[] weights = percentThatWin == 0 ? new int[6] : new int[] {5, 10, 15, 20, 20, 30};
        List<PrizeDefinition> prizes = Stream.iterate(0, i -> i + 1).limit(PRIZES.size())
                .map(i -> PrizeDefinition.of(PRIZES.get(i), KINDS.get(i), weights[i], 0, 100, List.of())).toList();
        return new CampaignDefinition(slug, new LocalText("黄金周幸运大转盘", "Golden Week Lucky Wheel"),
                new LocalText("桂花里商业管理有限公司", "Osmanthus Lane Retail Co., Ltd."), new LocalText("凭码兑换", "Show the code"), ZoneId.of("Asia/Shanghai"),
                now.minus(1, ChronoUnit.DAYS), now.plus(6, ChronoUnit.DAYS), 3, 12, 100, ReleaseLine.AT_ONCE, prizes);
    }

    /** "1:prize" for a first draw that won, "1:" for one that lost; waits for the ledger. */
    private static String stored(int campaign) {
        String query = """
                SELECT CONCAT(COUNT(*), ':', COALESCE(MAX(p.name), '')) FROM turntable.draw d LEFT JOIN turntable.prize p ON p.id = d.prize_id AND d.unit_ordinal IS NOT NULL
                WHERE d.campaign_id = %d AND d.number = 1""".formatted(campaign);
        Await.until("the draw is in MariaDB", LIMIT, () -> TheCluster.ask(query).startsWith("1:"));
        return TheCluster.ask(query);
    }

    /** One tab with cookies of its own, of a phone's size, with touch. */
    private static final class Phone {
        private final Chromium browser;
        private final String session;
        private final int width;

        Phone(Chromium browser, String session, int width, int height) {
            this.browser = browser;
            this.session = session;
            this.width = width;
            for (String domain : List.of("Page", "Runtime", "Log")) {
                command(domain + ".enable", Map.of());
            }
            command("Emulation.setDeviceMetricsOverride", Map.of("width", width, "height", height, "deviceScaleFactor", 2, "mobile", true));
            command("Emulation.setTouchEmulationEnabled", Map.of("enabled", true));
            command("Emulation.setUserAgentOverride", Map.of("acceptLanguage", "zh-CN", "userAgent", "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 "
                    + "(KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0.49"));
        }

        JsonNode command(String method, Map<String, ?> parameters) {
            return browser.command(session, method, parameters);
        }

        void open(String path) {
            command("Page.navigate", Map.of("url", cluster.node(0).baseUrl() + path));
            Await.until(path + " is there", LIMIT, () -> is("document.readyState === 'complete' && location.pathname === '" + path.replaceAll("\\?.*", "") + "'"));
        }

        /** Opens the campaign, follows its way to the form, types the name and comes back. */
        void signIn(String slug, String name) {
            open("/c/" + slug);
            tap("a.go");
            Await.until("the form is there", LIMIT, () -> is("document.readyState === 'complete' && location.pathname === '/sign-in'"));
            text("document.getElementById('name').focus()");
            command("Input.insertText", Map.of("text", name));
            tap("button.go");
            Await.until("the player is back", LIMIT, () -> is("document.readyState === 'complete' && document.querySelector('form#draw') !== null"));
            assertTrue(announced().contains(name), () -> "the page greets " + name + " and says " + announced());
        }

        void tap(String selector) {
            JsonNode middle = evaluate("(e => { e.scrollIntoView({block: 'nearest', behavior: 'instant'}); const r = e.getBoundingClientRect();"
                    + " return [r.x + r.width / 2, r.y + r.height / 2]; })(document.querySelector('" + selector + "'))");
            command("Input.dispatchTouchEvent", Map.of("type", "touchStart",
                    "touchPoints", List.of(Map.of("x", middle.get(0).asDouble(), "y", middle.get(1).asDouble()))));
            command("Input.dispatchTouchEvent", Map.of("type", "touchEnd", "touchPoints", List.of()));
        }

        void awaitResult(String kind) {
            Await.until("the result is announced", LIMIT, () -> is("document.querySelector('#result." + kind + "') !== null"));
        }

        /** What a screen reader is told. */
        String announced() {
            return text("document.querySelector('[role=status][aria-live=polite]').textContent");
        }

        boolean is(String condition) {
            return evaluate(condition).asBoolean();
        }

        String text(String expression) {
            return evaluate(expression).asText();
        }

        private JsonNode evaluate(String expression) {
            JsonNode answer = command("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
            if (answer.has("exceptionDetails")) {
                throw new IllegalStateException(expression + ": " + answer.get("exceptionDetails"));
            }
            return answer.get("result").path("value");
        }

        void picture(String name) throws IOException {
            save(name, command("Page.captureScreenshot", Map.of("format", "png")));
        }

        /** The page to its end, not only what fits on the screen. */
        void pictureOfAll(String name) throws IOException {
            JsonNode size = command("Page.getLayoutMetrics", Map.of()).get("cssContentSize");
            save(name, command("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true, "clip",
                    Map.of("x", 0, "y", 0, "width", size.get("width").asInt(), "height", size.get("height").asInt(), "scale", 1))));
        }

        private static void save(String name, JsonNode answer) throws IOException {
            Files.write(PICTURES.resolve(name + ".png"), Base64.getDecoder().decode(answer.get("data").asText()));
        }

        void assertFits() {
            assertEquals(width + " " + width, text("innerWidth + ' ' + Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"),
                    () -> "width of the window and of the page at " + text("location.href"));
        }

        void assertNoComplaints() {
            assertEquals(List.of(), browser.complaints.getOrDefault(session, List.of()), "errors, warnings and violations on the browser's console");
        }
    }

    /** The browser's process and the one WebSocket over which it is driven (Chrome DevTools Protocol). */
    private static final class Chromium implements WebSocket.Listener, AutoCloseable {
        private static final ObjectMapper JSON = new ObjectMapper();

        private final Workspace workspace = Workspace.temporary("chromium");
        private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
        private final Map<String, List<String>> complaints = new ConcurrentHashMap<>();
        private final AtomicInteger ids = new AtomicInteger();
        private final StringBuilder message = new StringBuilder();
        private final Process process;
        private final WebSocket socket;

        Chromium(Path program) throws IOException {
            Path profile = workspace.folder("profile");
            process = new ProcessBuilder(program.toString(), "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
                    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
                    // Nothing but this machine: not even a look-up of a name.
                    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank")
                    .redirectErrorStream(true).redirectOutput(workspace.path().resolve("chromium.log").toFile()).start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            Path address = profile.resolve("DevToolsActivePort");
            Await.until("Chromium listens", LIMIT, () -> {
                if (!process.isAlive()) {
                    fail("Chromium ended at once:\n" + Files.readString(workspace.path().resolve("chromium.log")));
                }
                return Files.exists(address) && Files.readAllLines(address).size() >= 2;
            });
            List<String> lines = Files.readAllLines(address);
            socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)), this).join();
        }

        /** A fresh tab of that size in CSS pixels, with cookies of its own. */
        Phone phone(int width, int height) {
            String context = command(null, "Target.createBrowserContext", Map.of()).get("browserContextId").asText();
            String target = command(null, "Target.createTarget", Map.of("url", "about:blank", "browserContextId", context)).get("targetId").asText();
            String session = command(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true)).get("sessionId").asText();
            return new Phone(this, session, width, height);
        }

        /** Sends a command, of the tab or of the browser, and waits for its answer. */
        synchronized JsonNode command(String session, String method, Map<String, ?> parameters) {
            int id = ids.incrementAndGet();
            CompletableFuture<JsonNode> answer = new CompletableFuture<>();
            waiting.put(id, answer);
            var call = JSON.createObjectNode().put("id", id).put("method", method);
            call.set("params", JSON.valueToTree(parameters));
            if (session != null) {
                call.put("sessionId", session);
            }
            socket.sendText(call.toString(), true).join();
            JsonNode reply = answer.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
            if (reply.has("error")) {
                throw new IllegalStateException(method + ": " + reply.get("error"));
            }
            return reply.get("result");
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                try {
                    received(JSON.readTree(message.toString()));
                } catch (IOException notJson) {
                    throw new IllegalStateException(notJson);
                } finally {
                    message.setLength(0);
                }
            }
            from.request(1);
            return null;
        }

        private void received(JsonNode news) {
            CompletableFuture<JsonNode> answer = waiting.remove(news.path("id").asInt());
            if (answer != null) {
                answer.complete(news);
                return;
            }
            JsonNode about = news.path("params");
            boolean bad = switch (news.path("method").asText()) {
                case "Runtime.exceptionThrown" -> true;
                case "Runtime.consoleAPICalled" -> List.of("error", "warning", "assert").contains(about.path("type").asText());
                // Violations of the Content-Security-Policy come here too.
                case "Log.entryAdded" -> List.of("error", "warning").contains(about.path("entry").path("level").asText());
                default -> false;
            };
            if (bad) {
                complaints.computeIfAbsent(news.path("sessionId").asText(), key -> new CopyOnWriteArrayList<>()).add(about.toString());
            }
        }

        @Override
        public void close() {
            try {
                command(null, "Browser.close", Map.of());
                process.waitFor(5, TimeUnit.SECONDS);
            } catch (RuntimeException | InterruptedException goOn) {
                // Then the hard way.
            }
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
            workspace.close();
        }
    }
}
