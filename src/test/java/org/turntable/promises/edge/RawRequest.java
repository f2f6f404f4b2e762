package org.turntable.promises.edge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;

/** Requests written byte by byte, as no client library sends them. */
public final class RawRequest {
    private static final int LIMIT_MILLIS = 20_000;

    private RawRequest() {}

    /**
     * Sends bytes and reads until the other side ends the connection.
     *
     * @param origin such as https://127.0.0.1:8443
     * @param tls trusts the certificate there; not used for http
     */
    public static String send(String origin, SSLContext tls, String bytes) throws IOException {
        return send(null, origin, tls, bytes);
    }

    /** The same, from that address of this machine; from the usual one where it is null. */
    static String send(InetAddress from, String origin, SSLContext tls, String bytes) throws IOException {
        try (Socket socket = open(from, origin, tls)) {
            write(socket, bytes);
            return readAll(socket.getInputStream());
        }
    }

    /** A connection to an origin, from an address of this machine; reads have a limit of 20 s. */
    static Socket open(InetAddress from, String origin, SSLContext tls) throws IOException {
        URI to = URI.create(origin);
        SocketFactory sockets = to.getScheme().equals("https") ? tls.getSocketFactory() : SocketFactory.getDefault();
        Socket socket = sockets.createSocket(InetAddress.getByName(to.getHost()), to.getPort(), from, 0);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(LIMIT_MILLIS);
        return socket;
    }

    static void write(Socket socket, String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** A GET for a page, with that request target and Host. */
    public static String get(String origin, SSLContext tls, String target, String host) throws IOException {
        return send(
                origin,
                tls,
                "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
    }

    /** The status of an answer; 0 where it is none. */
    public static int status(String answer) {
        return answer.matches("(?s)HTTP/1\\.[01] \\d{3} .*") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    }

    /** Everything until the other side ends the connection, or falls silent. */
    static String readAll(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[8_192];
        try {
            for (int length = in.read(part); length >= 0; length = in.read(part)) {
                all.write(part, 0, length);
            }
        } catch (SocketException reset) {
            // After a refusal the edge ends a connection like this; what came before it is the answer.
            if (all.size() == 0) {
                throw reset;
            }
        } catch (SocketTimeoutException open) {
            all.write(" (and stays open)".getBytes(StandardCharsets.US_ASCII));
        }
        return all.toString(StandardCharsets.UTF_8);
    }
}
