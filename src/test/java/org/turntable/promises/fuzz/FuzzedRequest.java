package org.turntable.promises.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A request byte by byte; characters up to 255 are bytes.
 *
 * @param number repeats it, together with the seed
 * @param origin where it is sent
 * @param throughTheEdge whether nginx is there
 * @param route the template of the table
 * @param visitor who sends it
 * @param method of HTTP
 * @param target of the request line
 * @param headers whole lines, without Content-Length
 * @param body as it is sent, in chunks already where it is chunked
 * @param length whether Content-Length is sent
 */
record FuzzedRequest(
        int number,
        String origin,
        boolean throughTheEdge,
        String route,
        String visitor,
        String method,
        String target,
        List<String> headers,
        String body,
        boolean length) {

    String bytes() {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        headers.forEach(header -> text.append(header).append("\r\n"));
        if (length) {
            text.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return text.append("Connection: close\r\n\r\n").append(body).toString();
    }

    /** Commands that send it again: with curl, and its exact bytes where curl would change them. */
    String repeat() {
        StringBuilder curl = new StringBuilder("curl -sik --max-time 20 --path-as-is -X " + method);
        curl.append(" --request-target ").append(quoted(target));
        headers.stream()
                .filter(header -> !header.startsWith("Transfer-Encoding"))
                .forEach(header -> curl.append(" -H ").append(quoted(header)));
        if (!body.isEmpty()) {
            curl.append(length ? "" : " -H 'Transfer-Encoding: chunked'");
            curl.append(" --data-binary @<(echo ").append(base64(unchunked())).append(" | base64 -d)");
        }
        curl.append(' ').append(origin).append(method.equals("HEAD") ? " --head" : "");
        String hostAndPort = origin.replaceFirst("https?://", "");
        String connect = origin.startsWith("https") ? "openssl s_client -quiet -connect " : "nc ";
        return curl + "\n  exactly: echo " + base64(bytes()) + " | base64 -d | " + connect
                + (connect.startsWith("nc") ? hostAndPort.replace(':', ' ') : hostAndPort);
    }

    private String unchunked() {
        return length ? body : body.replaceAll("(?s)^[0-9a-f]+\r\n(.*)\r\n0\r\n\r\n$", "$1");
    }

    private static String base64(String latin) {
        return Base64.getEncoder().encodeToString(latin.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** For bash, which knows bytes by their number. */
    private static String quoted(String latin) {
        StringBuilder text = new StringBuilder("$'");
        latin.chars()
                .forEach(one -> text.append(
                        one < 32 || one > 126 || one == '\'' || one == '\\'
                                ? "\\x%02x".formatted(one)
                                : Character.toString(one)));
        return text.append("'").toString();
    }

    @Override
    public String toString() {
        return "request " + number + ", " + method + " " + route + " by " + visitor;
    }
}
