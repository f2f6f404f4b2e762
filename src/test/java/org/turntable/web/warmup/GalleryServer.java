package org.turntable.web.warmup;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.turntable.web.page.Assets;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Messages;
import org.turntable.web.page.Views;
import org.turntable.web.page.WebappFolder;

/**
 * Every state of every page over HTTP, with its real style, scripts and security policy:
 * {@code /show/{language}/{state}}. The test sets the responses to draws. Nothing else is simulated here: how states
 * arise is tested on real nodes.
 */
public final class GalleryServer implements AutoCloseable {
    private static final Pattern SHOW = Pattern.compile("/show/([^/]+)/([^/]+)");
    private static final Pattern NUMBER = Pattern.compile("number=(\\d+)");
    private static final Reply NOT_FOUND = new Reply(404, "text/plain", "not found");

    /**
     * WeChat's part: a script that does nothing, and a player who does not follow the account, so that the hint is
     * shown.
     */
    private static final Map<String, Reply> WECHAT = Map.of(
            "/wx.js",
            new Reply(200, "text/javascript", "window.wx = {ready() {}, error() {}, config() {}};"),
            "/wechat/signature",
            Reply.json("{}"),
            "/wechat/following",
            Reply.json("{\"following\":\"no\"}"));

    private final Views views;
    private final Assets assets;
    private final Map<Lang, Map<String, PageGallery.Picture>> states = new EnumMap<>(Lang.class);
    private final List<Integer> drawn = new CopyOnWriteArrayList<>();
    private final List<String> beacons = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile Function<Integer, Reply> draws = number -> NOT_FOUND;
    private volatile Function<Integer, Reply> becomings =
            number -> Reply.json("{\"status\":\"confirming\",\"number\":" + number + "}");

    /** A response; with status 0 the connection is closed instead. */
    public record Reply(int status, String type, String body) {
        /** JSON with status 200. */
        public static Reply json(String body) {
            return new Reply(200, "application/json;charset=UTF-8", body);
        }
    }

    public GalleryServer() throws IOException {
        assets = new Assets(WebappFolder.context());
        Messages messages = new Messages();
        views = new Views(WebappFolder.context(), messages, assets);
        for (Lang lang : Lang.values()) {
            states.put(lang, PageGallery.states(lang, messages));
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** The names of all states. */
    public List<String> states() {
        return List.copyOf(states.get(Lang.EN).keySet());
    }

    /** Where a state is shown; the language is zh-CN or en. */
    public String at(String language, String state) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/show/" + language + "/" + state;
    }

    /** Sets the responses to draws, by their numbers. */
    public void answerDraws(Function<Integer, Reply> responses) {
        drawn.clear();
        draws = responses;
    }

    /** Sets the status of draws that are being confirmed. */
    public void answerBecomings(Function<Integer, Reply> responses) {
        becomings = responses;
    }

    /** The numbers that were posted, in order. */
    public List<Integer> drawn() {
        return List.copyOf(drawn);
    }

    /** The received beacons. */
    public List<String> beacons() {
        return List.copyOf(beacons);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (path.startsWith("/assets/")) {
                Assets.Asset asset =
                        assets.find(path.substring("/assets/".length())).orElse(null);
                exchange.getResponseHeaders().set("Cache-Control", "max-age=3600");
                send(
                        exchange,
                        asset == null ? 404 : 200,
                        asset == null ? "text/plain" : asset.contentType(),
                        asset == null ? new byte[0] : asset.bytes());
            } else if (path.equals("/beacon")) {
                beacons.add(body);
                exchange.sendResponseHeaders(204, -1);
            } else if (WECHAT.containsKey(path)) {
                send(exchange, WECHAT.get(path));
            } else if (path.endsWith("/draws")) {
                Matcher number = NUMBER.matcher(body);
                number.find();
                drawn.add(Integer.valueOf(number.group(1)));
                send(exchange, draws.apply(Integer.valueOf(number.group(1))));
            } else if (path.contains("/draws/")) {
                send(exchange, becomings.apply(Integer.valueOf(path.substring(path.lastIndexOf('/') + 1))));
            } else {
                show(exchange, path);
            }
        }
    }

    private void show(HttpExchange exchange, String path) throws IOException {
        Matcher shown = SHOW.matcher(path);
        Lang lang = shown.matches() && shown.group(1).equals("en") ? Lang.EN : Lang.ZH_CN;
        PageGallery.Picture picture = states.get(lang).get(shown.matches() ? shown.group(2) : "open-new");
        if (picture == null) {
            send(exchange, NOT_FOUND);
            return;
        }
        exchange.getResponseHeaders()
                .set("Content-Security-Policy", views.policy(picture.template(), picture.pageTheme()));
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        String html = views.renderToString(picture.template(), lang, picture.model(), picture.pageTheme());
        // No redirect to the sign-in: this page is under test.
        send(
                exchange,
                new Reply(
                        200,
                        "text/html;charset=UTF-8",
                        html.replaceFirst("(<div id=\"wechat\" hidden) data-sign-in=\"[^\"]*\"", "$1")
                                .replaceFirst("data-script=\"[^\"]*\"", "data-script=\"/wx.js\"")));
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        if (reply.status() != 0) {
            send(exchange, reply.status(), reply.type(), reply.body().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
