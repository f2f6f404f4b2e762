package org.turntable.entry;

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

/** Asks one address for a page as a player's browser would that was told this address: no DNS is asked. */
public final class LineProbe {
    private static final int CONNECT_MILLIS = 3_000;
    private static final int READ_MILLIS = 5_000;
    private static final int LARGEST = 2_000_000;
    private static final List<String> FOR_OPS = List.of("/readyz", "/metrics", "/console", "/manager/text/list");
    /** Every answer of a node carries it, and nothing else's does: nginx's own welcome page is not the lottery. */
    private static final String OURS = "x-request-id";

    private final LineTls tls;

    /** @param tls how certificates are judged */
    public LineProbe(LineTls tls) {
        this.tls = tls;
    }

    /** What was found, the worst of it being what the address is worth. */
    public List<Finding> look(String address, URI page) {
        return ask(address, page, LineProbe::judge);
    }

    /** Whether what is for operators and machines is closed to players at that address: one finding. */
    public Finding closed(String address, URI page) {
        List<String> open = new ArrayList<>();
        for (String path : FOR_OPS) {
            ask(address, page.resolve(path), (answer, asked, millis) -> {
                if (!answer.matches("(?s)HTTP/1\\.[01] 404.*")) {
                    open.add(path);
                }
                return Finding.ok(path);
            });
        }
        return open.isEmpty() ? Finding.ok("closed to players: " + String.join(" ", FOR_OPS))
                : Finding.failed("open to players: " + String.join(" ", open), "nginx/parts/closed-paths.conf closes them");
    }

    /** What an answer is worth. */
    private interface Judge {
        Finding of(String answer, URI page, long millis);
    }

    private List<Finding> ask(String address, URI page, Judge judge) {
        List<Finding> findings = new ArrayList<>();
        boolean secure = "https".equals(page.getScheme());
        int port = page.getPort() > 0 ? page.getPort() : secure ? 443 : 80;
        long begun = System.nanoTime();
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
            plain.setSoTimeout(READ_MILLIS);
            findings.add(Finding.ok("connected in " + millisSince(begun) + " ms"));
            begun = System.nanoTime();
            Socket socket = secure ? tls.over(plain, page.getHost(), port, findings) : plain;
            findings.add(get(socket, page, begun, judge));
        } catch (SocketTimeoutException silent) {
            findings.add(Finding.failed(findings.isEmpty() ? "no connection to port " + port + " in " + CONNECT_MILLIS / 1000 + " s"
                    : "silent after " + millisSince(begun) + " ms", "is the line cut, or a firewall in the way?"));
        } catch (IOException broken) {
            findings.add(Finding.failed((findings.isEmpty() ? "no connection to port " + port : "broken off") + " (" + broken.getMessage() + ")",
                    "does nginx run there?"));
        }
        return findings;
    }

    private static Finding get(Socket socket, URI page, long begun, Judge judge) throws IOException {
        String host = page.getHost() + (page.getPort() > 0 ? ":" + page.getPort() : "");
        socket.getOutputStream().write(("GET " + pathOf(page) + " HTTP/1.1\r\nHost: " + host
                + "\r\nUser-Agent: turntable-ops\r\nAccept: text/html\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        String answer = whole(socket.getInputStream());
        return judge.of(answer, page, millisSince(begun));
    }

    private static Finding judge(String answer, URI page, long millis) {
        String path = pathOf(page);
        if (!answer.matches("(?s)HTTP/1\\.[01] \\d{3}.*")) {
            return Finding.failed(page.getHost() + path + " answers no HTTP", "what listens there?");
        }
        int status = Integer.parseInt(answer.substring(9, 12));
        String told = page.getHost() + path + " " + status + " in " + millis + " ms";
        if (status != 200 && status != 302 && status != 303) {
            return Finding.failed(told, status == 429 ? "its limits are met; probe again in a moment" : "see that line's nginx and nodes");
        }
        if (header(answer, OURS).isEmpty()) {
            return Finding.failed(told + ", not from Turntable", "does nginx there serve " + page.getHost() + "?");
        }
        Optional<String> elsewhere = header(answer, "location").filter(to -> !to.startsWith("/") || to.startsWith("//"))
                .filter(to -> !page.getHost().equals(hostOf(to)));
        return elsewhere.isPresent() ? Finding.failed(told + " to " + elsewhere.get(), "it leads away from " + page.getHost()) : Finding.ok(told);
    }

    private static String pathOf(URI page) {
        return page.getRawPath() + (page.getRawQuery() == null ? "" : "?" + page.getRawQuery());
    }

    /** To its end, with a limit for the whole: a line that trickles is no line. */
    private static String whole(InputStream in) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2L * READ_MILLIS);
        StringBuilder answer = new StringBuilder();
        byte[] part = new byte[16_384];
        for (int length = in.read(part); length >= 0 && answer.length() < LARGEST; length = in.read(part)) {
            answer.append(new String(part, 0, length, StandardCharsets.ISO_8859_1));
            if (System.nanoTime() - end > 0) {
                throw new SocketTimeoutException("it trickles");
            }
        }
        return answer.toString();
    }

    private static Optional<String> header(String answer, String name) {
        return answer.lines().takeWhile(line -> !line.isBlank()).filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip()).findFirst();
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
