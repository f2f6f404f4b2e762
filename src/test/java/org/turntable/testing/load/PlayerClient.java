package org.turntable.testing.load;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The client of a player's phone: signs in, opens the campaign's page, reads the form out of its HTML, and draws. It
 * keeps cookies, and may be moved to another connection, as a phone whose line changes. For one thread at a time.
 */
public final class PlayerClient {
    private static final Pattern CSRF = field("csrf");
    private static final Pattern NUMBER = field("number");
    private static final Pattern FILE = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"");

    private final String origin;
    private final String slug;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private HttpConnection connection;
    private String csrf;
    private List<String> files = List.of();

    /**
     * A phone without cookies.
     *
     * @param connection the way to a node or to the proxy in front of it
     * @param origin the public origin that pages come from, for instance {@code http://127.0.0.1:8080}
     * @param slug the campaign's
     */
    public PlayerClient(HttpConnection connection, String origin, String slug) {
        this.connection = connection;
        this.origin = origin;
        this.slug = slug;
    }

    /** Sets the credentials of a player who is signed in already. */
    public PlayerClient with(PlayerCredentials.Credentials credentials) {
        for (String cookie : credentials.cookie().split("; ?")) {
            takeCookie(cookie);
        }
        csrf = credentials.csrf();
        return this;
    }

    /** Moves the phone to another line or node; cookies stay. */
    public PlayerClient over(HttpConnection other) {
        connection = other;
        return this;
    }

    /**
     * Signs in by the simple form: the page, its csrf, and the post.
     *
     * @param name 1..32 characters
     * @throws IOException also where the answer is not the redirect back to the campaign
     */
    public void signIn(String name) throws IOException {
        String back = "/c/" + slug;
        HttpAnswer page = get("/sign-in?return=" + escaped(back), "text/html");
        String token = required(CSRF, page);
        HttpAnswer answer = post("/sign-in", "text/html", "name", name, "return", back, "csrf", token);
        if (answer.status() != 303 || !back.equals(pathOf(answer.location()))) {
            throw new IOException("sign-in answered " + answer.status() + ", Location " + answer.location());
        }
    }

    /** The page came without the player's state, which Redis did not give in time, and asks to be opened again. */
    public static final class BusyPageException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Opens the campaign's page and keeps its csrf.
     *
     * @return the number that the page's form would post
     * @throws BusyPageException where the page says that it is busy
     * @throws IOException also where the page has no form to draw with
     */
    public int openPage() throws IOException {
        HttpAnswer page = get("/c/" + slug, "text/html");
        if (isBusy(page)) {
            throw new BusyPageException();
        }
        csrf = required(CSRF, page);
        files = FILE.matcher(page.body())
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
        return Integer.parseInt(required(NUMBER, page));
    }

    /** Whether a campaign's page came without the player's state, which Redis did not give in time. */
    public static boolean isBusy(HttpAnswer page) {
        return page.status() == 200 && page.body().contains(" data-busy=\"yes\"");
    }

    /** The scripts and styles that the last opened page names. */
    public List<String> files() {
        return files;
    }

    /** Posts a draw as the page's script does, and reads its JSON. */
    public DrawAnswer draw(int number) throws IOException {
        return DrawAnswer.of(
                post("/c/" + slug + "/draws", "application/json", "number", Integer.toString(number), "csrf", csrf));
    }

    /** Reads the result of a draw. */
    public DrawAnswer ask(int number) throws IOException {
        return DrawAnswer.of(get("/c/" + slug + "/draws/" + number, "application/json"));
    }

    /** Any page, with this phone's cookies. */
    public HttpAnswer get(String path, String accept) throws IOException {
        return keepCookies(connection.request("GET", path, headers(accept), null));
    }

    /** Posts a form with this phone's cookies and Origin; {@code fields} are name and value in turn. */
    public HttpAnswer post(String path, String accept, String... fields) throws IOException {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            form.append(i == 0 ? "" : "&").append(fields[i]).append('=').append(escaped(fields[i + 1]));
        }
        Map<String, String> headers = headers(accept);
        headers.put("Origin", origin);
        return keepCookies(connection.request("POST", path, headers, form.toString()));
    }

    /** The Cookie header as it would go with the next request; "" where there is none. */
    public String cookieHeader() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    /** The csrf of the last page, or of the credentials; null before either. */
    public String csrf() {
        return csrf;
    }

    private Map<String, String> headers(String accept) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", accept);
        if (!cookies.isEmpty()) {
            headers.put("Cookie", cookieHeader());
        }
        return headers;
    }

    private HttpAnswer keepCookies(HttpAnswer answer) {
        answer.setCookies().forEach(cookie -> {
            String[] parts = cookie.split(";");
            takeCookie(parts[0]);
            for (String part : parts) {
                if (part.strip().equalsIgnoreCase("Max-Age=0")) {
                    cookies.remove(parts[0].substring(0, parts[0].indexOf('=')).strip());
                }
            }
        });
        return answer;
    }

    private void takeCookie(String nameAndValue) {
        int equals = nameAndValue.indexOf('=');
        cookies.put(
                nameAndValue.substring(0, equals).strip(),
                nameAndValue.substring(equals + 1).strip());
    }

    private static String pathOf(String location) {
        return location == null ? null : location.replaceFirst("^https?://[^/]+", "");
    }

    /** An input by its name, whichever attribute comes first and whatever is between them. */
    private static Pattern field(String name) {
        return Pattern.compile("<input\\b(?=[^>]*\\bname=\"" + name + "\")[^>]*\\bvalue=\"([^\"]*)\"");
    }

    private static String required(Pattern field, HttpAnswer page) throws IOException {
        Matcher matcher = field.matcher(page.body());
        if (!matcher.find()) {
            throw new IOException("HTTP " + page.status() + ": no " + field + " in "
                    + page.body().substring(0, Math.min(300, page.body().length())));
        }
        return matcher.group(1).replace("&amp;", "&").replace("&#43;", "+");
    }

    private static String escaped(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
