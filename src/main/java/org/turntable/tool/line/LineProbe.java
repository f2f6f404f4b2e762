package org.turntable.tool.line;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Requests a page from one address, as a player's browser does after DNS returned this address. No DNS query is sent.
 */
public final class LineProbe {
    private static final int CONNECT_MILLIS = 3_000;
    private static final int READ_MILLIS = 5_000;
    private static final int MOST_CHARACTERS = 2_000_000;
    private static final List<String> OPS_PATHS = List.of("/readyz", "/metrics", "/console", "/manager/text/list");
    /** Every response of a node has it and no other response has it, for example the default page of nginx. */
    private static final String NODE_HEADER = "x-request-id";

    private final TlsProbe tls;

    /** @param tls checks certificates */
    public LineProbe(TlsProbe tls) {
        this.tls = tls;
    }

    /** The findings; the address serves if none of them failed. */
    public List<Finding> probe(String address, URI page) {
        return ask(address, page, LineProbe::check);
    }

    /** Whether the paths for operators and machines are closed to players at that address: one finding. */
    public Finding closedPaths(String address, URI page) {
        List<String> open = new ArrayList<>();
        for (String path : OPS_PATHS) {
            ask(address, page.resolve(path), (answer, asked, millis) -> {
                if (!answer.matches("(?s)HTTP/1\\.[01] 404.*")) {
                    open.add(path);
                }
                return Finding.ok(path);
            });
        }
        return open.isEmpty()
                ? Finding.ok("closed to players: " + String.join(" ", OPS_PATHS))
                : Finding.failed(
                        "open to players: " + String.join(" ", open), "nginx/parts/closed-paths.conf closes them");
    }

    /** Turns an HTTP response into a finding. */
    private interface ResponseCheck {
        Finding of(String answer, URI page, long millis);
    }

    private List<Finding> ask(String address, URI page, ResponseCheck check) {
        List<Finding> findings = new ArrayList<>();
        boolean secure = "https".equals(page.getScheme());
        int port = page.getPort() > 0 ? page.getPort() : secure ? 443 : 80;
        long begun = System.nanoTime();
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
            plain.setSoTimeout(READ_MILLIS);
            findings.add(Finding.ok("connected in " + millisSince(begun) + " ms"));
            begun = System.nanoTime();
            Socket socket = secure ? tls.handshake(plain, page.getHost(), port, findings) : plain;
            findings.add(get(socket, page, begun, check));
        } catch (SocketTimeoutException silent) {
            findings.add(Finding.failed(
                    findings.isEmpty()
                            ? "no connection to port " + port + " in " + CONNECT_MILLIS / 1000 + " s"
                            : "silent after " + millisSince(begun) + " ms",
                    "check whether the line is down or a firewall blocks it"));
        } catch (IOException broken) {
            findings.add(Finding.failed(
                    (findings.isEmpty() ? "no connection to port " + port : "connection lost") + " ("
                            + broken.getMessage() + ")",
                    "check that nginx runs there"));
        }
        return findings;
    }

    private static Finding get(Socket socket, URI page, long begun, ResponseCheck check) throws IOException {
        String host = page.getHost() + (page.getPort() > 0 ? ":" + page.getPort() : "");
        socket.getOutputStream()
                .write(("GET " + pathOf(page) + " HTTP/1.1\r\nHost: " + host
                                + "\r\nUser-Agent: turntable-ops\r\nAccept: text/html\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        String answer = readAll(socket.getInputStream());
        return check.of(answer, page, millisSince(begun));
    }

    private static Finding check(String answer, URI page, long millis) {
        String path = pathOf(page);
        if (!answer.matches("(?s)HTTP/1\\.[01] \\d{3}.*")) {
            return Finding.failed(
                    page.getHost() + path + " does not answer with HTTP", "check which program " + "listens there");
        }
        int status = Integer.parseInt(answer.substring(9, 12));
        String what = page.getHost() + path + " " + status + " in " + millis + " ms";
        if (status != 200 && status != 302 && status != 303) {
            return Finding.failed(
                    what,
                    status == 429
                            ? "a rate limit was reached; probe again after a minute"
                            : "check nginx of " + "that line and the nodes");
        }
        if (header(answer, NODE_HEADER).isEmpty()) {
            return Finding.failed(what + ", not from Turntable", "check that nginx there serves " + page.getHost());
        }
        Optional<String> elsewhere = header(answer, "location")
                .filter(to -> !to.startsWith("/") || to.startsWith("//"))
                .filter(to -> !page.getHost().equals(hostOf(to)));
        return elsewhere.isPresent()
                ? Finding.failed(what + " to " + elsewhere.get(), "the redirect leaves " + page.getHost())
                : Finding.ok(what);
    }

    private static String pathOf(URI page) {
        return page.getRawPath() + (page.getRawQuery() == null ? "" : "?" + page.getRawQuery());
    }

    /** Reads to the end, with a time limit for the whole response: a line that is too slow counts as failed. */
    private static String readAll(InputStream in) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2L * READ_MILLIS);
        StringBuilder answer = new StringBuilder();
        byte[] part = new byte[16_384];
        for (int length = in.read(part); length >= 0 && answer.length() < MOST_CHARACTERS; length = in.read(part)) {
            answer.append(new String(part, 0, length, StandardCharsets.ISO_8859_1));
            if (System.nanoTime() - end > 0) {
                throw new SocketTimeoutException("the response is too slow");
            }
        }
        return answer.toString();
    }

    private static Optional<String> header(String answer, String name) {
        return answer.lines()
                .takeWhile(line -> !line.isBlank())
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    private static String hostOf(String url) {
        try {
            return URI.create(url).getHost();
        } catch (IllegalArgumentException noUrl) {
            return null;
        }
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
