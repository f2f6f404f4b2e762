package org.turntable.testing.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Installed;
import org.turntable.testing.stack.Processes;
import org.turntable.testing.stack.ProjectFiles;
import org.turntable.testing.stack.Workspace;

/**
 * A real browser: its process and the one WebSocket over which it is driven (Chrome DevTools Protocol), with nothing
 * but the JDK. Pictures go to target/screenshots.
 */
public final class Chromium implements WebSocket.Listener, AutoCloseable {
    /** WeChat's own browser on Android. */
    public static final String WECHAT =
            "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36 "
                    + "MicroMessenger/8.0.49";

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Path PICTURES = ProjectFiles.root().resolve("target/screenshots");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Workspace workspace = Workspace.temporary("chromium");
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final Map<String, List<String>> complaints = new ConcurrentHashMap<>();
    private final Map<String, Consumer<JsonNode>> listeners = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final StringBuilder message = new StringBuilder();
    private final Process process;
    private final WebSocket socket;

    /** Starts the one of this machine; a test is skipped where there is none, and fails with CI=true. */
    public static Chromium start(String... flags) throws IOException {
        Optional<Path> program = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Processes.onPath(name).stream())
                .findFirst();
        Path found = Installed.orSkip(
                program,
                "no Chromium on the PATH: install chromium and fonts-noto-cjk "
                        + "(apt-get install chromium fonts-noto-cjk) to have the pages tested");
        Files.createDirectories(PICTURES);
        return new Chromium(found, flags);
    }

    private Chromium(Path program, String... flags) throws IOException {
        Path profile = workspace.folder("profile");
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                // Nothing but this machine: not even a look-up of a name.
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile));
        command.addAll(List.of(flags));
        command.add("about:blank");
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(workspace.path().resolve("chromium.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        Path told = profile.resolve("DevToolsActivePort");
        Await.until("Chromium listens", LIMIT, () -> {
            if (!process.isAlive()) {
                fail("Chromium ended at once:\n"
                        + Files.readString(workspace.path().resolve("chromium.log")));
            }
            return Files.exists(told) && Files.readAllLines(told).size() >= 2;
        });
        List<String> lines = Files.readAllLines(told);
        URI address = URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, this)
                .join();
    }

    /** A fresh tab of that size in CSS pixels, with cookies of its own. */
    public Phone phone(int width, int height) {
        String context = command(null, "Target.createBrowserContext", Map.of())
                .get("browserContextId")
                .asText();
        String target = command(null, "Target.createTarget", Map.of("url", "about:blank", "browserContextId", context))
                .get("targetId")
                .asText();
        String session = command(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .get("sessionId")
                .asText();
        return new Phone(this, context, session, width, height);
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
        Consumer<JsonNode> listener = listeners.get(
                news.path("sessionId").asText() + news.path("method").asText());
        if (listener != null) {
            listener.accept(about);
        }
        boolean bad = switch (news.path("method").asText()) {
            case "Runtime.exceptionThrown" -> true;
            case "Runtime.consoleAPICalled" ->
                List.of("error", "warning", "assert")
                        .contains(about.path("type").asText());
            // Violations of the Content-Security-Policy come here too.
            case "Log.entryAdded" ->
                List.of("error", "warning")
                        .contains(about.path("entry").path("level").asText());
            default -> false;
        };
        if (bad) {
            complaints
                    .computeIfAbsent(news.path("sessionId").asText(), key -> new CopyOnWriteArrayList<>())
                    .add(about.toString());
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

    /** One tab with cookies of its own, of a phone's size, with touch. */
    public static final class Phone {
        private final Chromium browser;
        private final String context;
        private final String session;
        private int width;

        private Phone(Chromium browser, String context, String session, int width, int height) {
            this.browser = browser;
            this.context = context;
            this.session = session;
            this.width = width;
            for (String domain : List.of("Page", "Runtime", "Log")) {
                command(domain + ".enable", Map.of());
            }
            command(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", width, "height", height, "deviceScaleFactor", 2, "mobile", true));
            command("Emulation.setTouchEmulationEnabled", Map.of("enabled", true));
            as(WECHAT, "zh-CN");
        }

        /** Calls itself so, and wants that language. */
        public Phone as(String agent, String language) {
            command("Emulation.setUserAgentOverride", Map.of("acceptLanguage", language, "userAgent", agent));
            return this;
        }

        public JsonNode command(String method, Map<String, ?> parameters) {
            return browser.command(session, method, parameters);
        }

        /** Calls the listener for every event of that name from now on. */
        public void on(String event, Consumer<JsonNode> listener) {
            browser.listeners.put(session + event, listener);
        }

        /** Becomes a phone of another size, a pixel for each of CSS, with the page that is open. */
        public Phone resize(int newWidth, int height) {
            width = newWidth;
            command(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", newWidth, "height", height, "deviceScaleFactor", 1, "mobile", true));
            return this;
        }

        /** The whole page as it is seen, a pixel for each of CSS. */
        public BufferedImage wholePage() throws IOException {
            JsonNode size = command("Page.getLayoutMetrics", Map.of()).get("cssContentSize");
            JsonNode answer = command(
                    "Page.captureScreenshot",
                    Map.of(
                            "format",
                            "png",
                            "captureBeyondViewport",
                            true,
                            "optimizeForSpeed",
                            true,
                            "clip",
                            Map.of(
                                    "x",
                                    0,
                                    "y",
                                    0,
                                    "width",
                                    size.get("width").asInt(),
                                    "height",
                                    size.get("height").asInt(),
                                    "scale",
                                    1)));
            return ImageIO.read(new ByteArrayInputStream(
                    Base64.getDecoder().decode(answer.get("data").asText())));
        }

        /**
         * A quick picture of the screen where there are hundreds of them, for a person who looks at them: taken only
         * with {@code -Dsuite.pictures=true}.
         */
        public void snapshot(String name) throws IOException {
            if (!Boolean.getBoolean("suite.pictures")) {
                return;
            }
            JsonNode answer = command(
                    "Page.captureScreenshot", Map.of("format", "jpeg", "quality", 82, "optimizeForSpeed", true));
            Files.write(
                    PICTURES.resolve(name + ".jpg"),
                    Base64.getDecoder().decode(answer.get("data").asText()));
        }

        public void open(String url) {
            command("Page.navigate", Map.of("url", url));
            Await.until(
                    url + " is there",
                    LIMIT,
                    () -> is("document.readyState === 'complete' && location.pathname === '"
                            + URI.create(url).getPath() + "'"));
        }

        /** Begins to go somewhere, and does not wait for it. */
        public void go(String url) {
            command("Page.navigate", Map.of("url", url));
        }

        public void tap(String selector) {
            JsonNode middle = evaluate("(e => { e.scrollIntoView({block: 'nearest', behavior: 'instant'}); const r = "
                    + "e.getBoundingClientRect();"
                    + " return [r.x + r.width / 2, r.y + r.height / 2]; })(document.querySelector('" + selector
                    + "'))");
            command(
                    "Input.dispatchTouchEvent",
                    Map.of(
                            "type",
                            "touchStart",
                            "touchPoints",
                            List.of(Map.of(
                                    "x",
                                    middle.get(0).asDouble(),
                                    "y",
                                    middle.get(1).asDouble()))));
            command("Input.dispatchTouchEvent", Map.of("type", "touchEnd", "touchPoints", List.of()));
        }

        public void awaitResult(String kind) {
            Await.until(
                    "the result is announced",
                    LIMIT,
                    () -> is("document.querySelector('#result." + kind + "') !== null"));
        }

        /** The text that a screen reader announces. */
        public String announced() {
            return text("document.querySelector('[role=status][aria-live=polite]').textContent");
        }

        public boolean is(String condition) {
            return evaluate(condition).asBoolean();
        }

        public String text(String expression) {
            return evaluate(expression).asText();
        }

        public JsonNode evaluate(String expression) {
            JsonNode answer = command("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
            if (answer.has("exceptionDetails")) {
                throw new IllegalStateException(expression + ": " + answer.get("exceptionDetails"));
            }
            return answer.get("result").path("value");
        }

        public void picture(String name) throws IOException {
            save(name, command("Page.captureScreenshot", Map.of("format", "png")));
        }

        /** How much of what is seen is red, as our pages are: 0 for a white screen, 1 at most. */
        public double redShare() throws IOException {
            BufferedImage seen = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder()
                    .decode(command("Page.captureScreenshot", Map.of("format", "png"))
                            .get("data")
                            .asText())));
            int red = 0;
            for (int y = 0; y < seen.getHeight(); y++) {
                for (int x = 0; x < seen.getWidth(); x++) {
                    int colour = seen.getRGB(x, y);
                    red += (colour >> 16 & 255) > (colour >> 8 & 255) + 60 ? 1 : 0;
                }
            }
            return (double) red / seen.getWidth() / seen.getHeight();
        }

        /** Whether this phone holds a cookie of that name. */
        public boolean holdsCookie(String name) {
            for (JsonNode cookie : browser.command(null, "Storage.getCookies", Map.of("browserContextId", context))
                    .get("cookies")) {
                if (cookie.get("name").asText().equals(name)) {
                    return true;
                }
            }
            return false;
        }

        /** The page to its end, not only what fits on the screen. */
        public void pictureOfAll(String name) throws IOException {
            JsonNode size = command("Page.getLayoutMetrics", Map.of()).get("cssContentSize");
            save(
                    name,
                    command(
                            "Page.captureScreenshot",
                            Map.of(
                                    "format",
                                    "png",
                                    "captureBeyondViewport",
                                    true,
                                    "clip",
                                    Map.of(
                                            "x",
                                            0,
                                            "y",
                                            0,
                                            "width",
                                            size.get("width").asInt(),
                                            "height",
                                            size.get("height").asInt(),
                                            "scale",
                                            1))));
        }

        private static void save(String name, JsonNode answer) throws IOException {
            Files.write(
                    PICTURES.resolve(name + ".png"),
                    Base64.getDecoder().decode(answer.get("data").asText()));
        }

        public void assertFits() {
            assertEquals(
                    width + " " + width,
                    text("innerWidth + ' ' + Math.max(document.documentElement.scrollWidth, "
                            + "document.body.scrollWidth)"),
                    () -> "width of the window and of the page at " + text("location.href"));
        }

        public void assertNoComplaints() {
            assertEquals(
                    List.of(),
                    browser.complaints.getOrDefault(session, List.of()),
                    "errors, warnings and violations on the browser's console");
        }
    }
}
