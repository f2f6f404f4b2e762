package org.turntable.promises.edge;

import java.io.IOException;
import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.NginxEdge;

/** The system as strangers see it: its origins, the page of its campaign, and requests from any address of loopback. */
record AttackTarget(Cluster cluster, String slug) {
    private static final Pattern COOKIE = Pattern.compile("(?im)^set-cookie: ([^=]+=[^;\r]*)");
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
    /** A script has so many addresses. */
    private static final int ADDRESSES = 60;

    /**
     * A form that a page has given to a browser.
     *
     * @param cookies the value of the Cookie header
     */
    record Form(String cookies, String csrf) {}

    NginxEdge edge() {
        return cluster.edge().orElseThrow();
    }

    String page() {
        return "/c/" + slug;
    }

    SSLContext tls() {
        return edge().certificate().trusted();
    }

    /** One of the addresses of a stranger; visitors have others. */
    static InetAddress stranger(int number) throws IOException {
        return InetAddress.getByName("127.0.1." + (1 + number % ADDRESSES));
    }

    /** An address of visitors. */
    static InetAddress visitor(int number) throws IOException {
        return InetAddress.getByName("127.0.2." + (1 + number % ADDRESSES));
    }

    /** @param headers whole lines, each with its end */
    String get(InetAddress from, String origin, String path, String headers) throws IOException {
        return RawRequest.send(from, origin, tls(), head("GET", origin, path, headers) + "\r\n");
    }

    /** A form, sent from a page of the same origin. */
    String post(InetAddress from, String origin, String path, String headers, String form) throws IOException {
        return RawRequest.send(from, origin, tls(), head("POST", origin, path, headers) + body(form));
    }

    static String body(String form) {
        return "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length() + "\r\n\r\n"
                + form;
    }

    static String head(String method, String origin, String path, String headers) {
        return method + " " + path + " HTTP/1.1\r\nHost: " + origin.replaceFirst("https?://", "") + "\r\nOrigin: "
                + origin + "\r\nAccept: text/html\r\nConnection: close\r\n" + headers;
    }

    /** Opens a page with a form, as a browser does. */
    Form form(InetAddress from, String origin, String path) throws IOException {
        String answer = get(from, origin, path, "");
        Matcher csrf = CSRF.matcher(answer);
        if (!csrf.find()) {
            throw new IOException("no form: " + answer);
        }
        return new Form(cookies(answer), csrf.group(1));
    }

    /** The cookies that an answer sets, as the next request sends them. */
    static String cookies(String answer) {
        return COOKIE.matcher(answer).results().map(found -> found.group(1)).collect(Collectors.joining("; "));
    }
}
