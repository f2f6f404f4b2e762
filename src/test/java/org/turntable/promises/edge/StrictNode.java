package org.turntable.promises.edge;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Takes a node's place and believes every head as Tomcat does: it answers at once, and takes as many bytes for the body
 * as the head promised before it reads the next request of the connection. Records every head.
 */
final class StrictNode implements AutoCloseable {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\nnode";

    private final ServerSocket server;
    private final Queue<String> heads = new ConcurrentLinkedQueue<>();

    StrictNode() {
        try {
            server = new ServerSocket(0, 500, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Every head that came, from its first line to its last header; where framing is lost, whatever stood there. */
    List<String> heads() {
        return List.copyOf(heads);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException ended) {
            // It is not used any more.
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "strict-node");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                heads.add(head);
                socket.getOutputStream().write(ANSWER.getBytes(StandardCharsets.US_ASCII));
                in.skipNBytes(length(head));
            }
        } catch (IOException ended) {
            // The edge has let go of it.
        }
    }

    /** To the empty line; at the end of the connection whatever came. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int one = in.read();
            if (one < 0) {
                return head.toString();
            }
            head.append((char) one);
        }
        return head.toString();
    }

    private static long length(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase().startsWith("content-length:"))
                .mapToLong(line -> Long.parseLong(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }
}
