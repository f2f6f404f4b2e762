package org.turntable.testing.browser;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.turntable.testing.stack.WeChatStandIn;

/**
 * A phone's browser inside WeChat, without scripts: keeps cookies by host, as browsers do whatever the port, and
 * follows redirects on demand.
 */
public final class WeChatPhone {
    public static final String IPHONE =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
                    + "Mobile/15E148 "
                    + "MicroMessenger/8.0.49(0x18003137) NetType/WIFI Language/zh_CN";
    public static final String ANDROID =
            "Mozilla/5.0 (Linux; Android 14; PGT-AN10) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
                    + "Chrome/116.0.0.0 Mobile "
                    + "Safari/537.36 XWEB/1160083 MMWEBSDK/20240404 MicroMessenger/8.0.49.2600(0x28003133) "
                    + "WeChat/arm64 Weixin NetType/5G Language/zh_CN";
    public static final String DESKTOP =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 "
                    + "Safari/537.36 "
                    + "MicroMessenger/7.0.20.1781(0x6700143B) NetType/WIFI MiniProgramEnv/Windows "
                    + "WindowsWechat/WMPF XWEB/9129";
    public static final String OTHER =
            "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
                    + "Mobile Safari/537.36";
    private static final int MOST_REDIRECTS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Map<String, String>> jar = new TreeMap<>();
    private final List<URI> visited = new ArrayList<>();
    private final WeChatStandIn weChat;
    private String agent = IPHONE;
    private String language = "zh-CN";

    public WeChatPhone(WeChatStandIn weChat) {
        this.weChat = weChat;
    }

    public WeChatPhone with(String userAgent) {
        agent = userAgent;
        return this;
    }

    public WeChatPhone inEnglish() {
        language = "en";
        return this;
    }

    /** One request; a redirect is not followed. */
    public HttpResponse<String> open(String url) {
        return open(url, Map.of());
    }

    /** The same with further headers. */
    public HttpResponse<String> open(String url, Map<String, String> headers) {
        URI address = URI.create(url);
        visited.add(address);
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("User-Agent", agent)
                .header("Accept-Language", language)
                .header("Accept", headers.getOrDefault("Accept", "text/html"));
        Map<String, String> cookies = cookies(address.getHost());
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .reduce((one, other) -> one + "; " + other)
                            .orElseThrow());
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            answer.headers().allValues("Set-Cookie").forEach(cookie -> keep(cookies, cookie));
            return answer;
        } catch (IOException broken) {
            throw new IllegalStateException(url, broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Opens it and follows redirects; at WeChat's own page the player is who is named. */
    public HttpResponse<String> follow(String url, String persona) {
        String next = url;
        for (int i = 0; i < MOST_REDIRECTS; i++) {
            if (next.startsWith(weChat.origin().toString())) {
                next = weChat.signIn(URI.create(next), persona).toString();
                continue;
            }
            HttpResponse<String> answer = open(next);
            if (answer.statusCode() != 302) {
                return answer;
            }
            next = URI.create(next).resolve(location(answer)).toString();
        }
        throw new AssertionError("more than " + MOST_REDIRECTS + " redirects: " + visited);
    }

    /** Goes to sign in, and stops where WeChat sends the browser back: the callback's address, not opened yet. */
    public String callback(String base, String returnTo, String persona) {
        HttpResponse<String> away =
                open(base + "/sign-in?return=" + URLEncoder.encode(returnTo, StandardCharsets.UTF_8));
        if (away.statusCode() != 302) {
            throw new AssertionError("not sent to WeChat but answered " + away.statusCode() + ": " + away.body());
        }
        return weChat.signIn(URI.create(location(away)), persona).toString();
    }

    public static String location(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Location")
                .orElseThrow(
                        () -> new AssertionError("no Location, but " + answer.statusCode() + ": " + answer.body()));
    }

    /** Where it has been, in order; WeChat's own pages are left out. */
    public List<URI> visited() {
        return visited;
    }

    /** The cookies that it holds of a host, to be changed by a test. */
    public Map<String, String> cookies(String host) {
        return jar.computeIfAbsent(host, none -> new LinkedHashMap<>());
    }

    /** Whether it holds an identity of the host. */
    public boolean isSignedIn(String host) {
        return cookies(host).containsKey("tt_id");
    }

    private static void keep(Map<String, String> cookies, String header) {
        String name = header.substring(0, header.indexOf('='));
        String value = header.substring(name.length() + 1).replaceAll(";.*", "");
        if (header.contains("Max-Age=0") || value.isEmpty()) {
            cookies.remove(name);
        } else {
            cookies.put(name, value);
        }
    }
}
