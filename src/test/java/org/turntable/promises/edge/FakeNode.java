package org.turntable.promises.edge;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.turntable.testing.stack.Ports;

/** Takes a node's place behind the edge and records which requests come and how often, whatever is answered to them. */
final class FakeNode implements AutoCloseable {
    /** The node ends the connection in the middle of a request, as one that was killed does. */
    static final int DIES = 0;

    private final HttpServer server;
    private final int port = Ports.free();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final AtomicInteger names = new AtomicInteger();
    private volatile int status = 200;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean answersNames = true;
    private volatile Headers last = new Headers();

    FakeNode() {
        try {
            server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 50);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            exchange.getRequestBody().readAllBytes();
            if (path.endsWith("/name")) {
                names.incrementAndGet();
                if (!answersNames) {
                    awaitTheEnd();
                }
                // A head alone: this server writes head and body apart, and a node writes both at once.
                if (status != DIES) {
                    exchange.sendResponseHeaders(status, -1);
                }
                exchange.close();
                return;
            }
            asked.add(exchange.getRequestMethod() + " " + path);
            last = exchange.getRequestHeaders();
            if (status != DIES) {
                byte[] body = ("node " + port).getBytes();
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
    }

    int port() {
        return port;
    }

    /** From now on everything is answered with that status, or not at all. */
    void answers(int with) {
        status = with;
    }

    /** From now on the question after a campaign's name gets no answer. */
    void leavesNamesUnanswered() {
        answersNames = false;
    }

    private void awaitTheEnd() {
        try {
            end.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Method and path of each request, but for the edge's own. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    /** How often the edge asked for a campaign's name. */
    int names() {
        return names.get();
    }

    void forget() {
        asked.clear();
    }

    /** The headers of the last request. */
    Headers headers() {
        return last;
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
    }
}
