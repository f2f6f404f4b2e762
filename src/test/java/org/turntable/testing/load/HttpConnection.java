package org.turntable.testing.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * One blocking keep-alive HTTP/1.1 connection over a plain socket, with a limit for connecting and one for a whole
 * answer. It follows no redirect, keeps no cookie and repeats nothing by itself: a fault test has to see each of these.
 * After an {@link IOException} the outcome of the request is unknown and the next call connects anew. For one thread at
 * a time.
 */
public final class HttpConnection implements AutoCloseable {
    private final String host;
    private final int port;
    private final int connectMillis;
    private final long answerNanos;
    private final AnswerBuffer answer = new AnswerBuffer();
    private final byte[] piece = new byte[8192];
    private InetAddress from;
    private Socket socket;

    /**
     * Describes the connection; the first request opens it.
     *
     * @param host an IP literal or a name
     * @param port 1..65535
     * @param connectLimit at most this long for connecting; above zero
     * @param answerLimit at most this long from sending the request to the last byte of its answer; above zero
     */
    public HttpConnection(String host, int port, Duration connectLimit, Duration answerLimit) {
        this.host = host;
        this.port = port;
        this.connectMillis = Math.toIntExact(connectLimit.toMillis());
        this.answerNanos = answerLimit.toNanos();
    }

    /** Connects from another address of this machine than the usual one, such as 127.0.0.9. */
    public HttpConnection from(InetAddress address) {
        from = address;
        return this;
    }

    /** Sends a GET for {@code path} without further headers. */
    public HttpAnswer get(String path) throws IOException {
        return request("GET", path, Map.of(), null);
    }

    /**
     * Sends a request and waits for the whole answer.
     *
     * @param method GET or POST (an answer without a body to HEAD is not understood)
     * @param path with its query, already escaped
     * @param headers beyond Host, Content-Type and Content-Length
     * @param form the form-encoded body, or null for none
     * @throws SocketTimeoutException where a limit has passed
     * @throws IOException where the connection was refused, reset, closed early, or the answer was not HTTP
     */
    public HttpAnswer request(String method, String path, Map<String, String> headers, String form) throws IOException {
        try {
            if (socket == null) {
                connect();
            }
            socket.getOutputStream().write(requestBytes(method, path, headers, form));
            readAnswer();
        } catch (IOException broken) {
            close();
            throw broken;
        }
        HttpAnswer whole = HttpAnswer.of(answer);
        if (answer.closes()) {
            close();
        } else {
            answer.discard();
        }
        return whole;
    }

    /** Closes the connection, if it is open; a later request opens it again. */
    @Override
    public void close() {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException alreadyGone) {
                // The connection is not used any more.
            }
            socket = null;
        }
        answer.clear();
    }

    private void connect() throws IOException {
        Socket fresh = new Socket();
        try {
            fresh.setTcpNoDelay(true);
            if (from != null) {
                fresh.bind(new InetSocketAddress(from, 0));
            }
            fresh.connect(new InetSocketAddress(host, port), connectMillis);
        } catch (IOException refused) {
            fresh.close();
            throw refused;
        }
        socket = fresh;
    }

    private byte[] requestBytes(String method, String path, Map<String, String> headers, String form) {
        StringBuilder text = new StringBuilder(400);
        text.append(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(host)
                .append(':')
                .append(port)
                .append("\r\n");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        if (form != null) {
            text.append("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ")
                    .append(form.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n");
        }
        text.append("\r\n");
        if (form != null) {
            text.append(form);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void readAnswer() throws IOException {
        long deadline = System.nanoTime() + answerNanos;
        InputStream in = socket.getInputStream();
        while (!answer.complete()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException("no whole answer within " + answerNanos / 1_000_000 + " ms");
            }
            socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
            int read = in.read(piece);
            if (read < 0) {
                if (answer.endOfStream()) {
                    return;
                }
                throw new EOFException("the server closed the connection before its answer was whole");
            }
            answer.append(piece, read);
        }
    }
}
