package org.turntable.promises;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.turntable.load.HttpConnection;
import org.turntable.load.PlayerClient;
import org.turntable.stack.Cluster;

/**
 * Somebody who signed in by a name and looks at the page again and again, without drawing. The greeting comes out of the HttpSession, so a
 * look without it is a session lost.
 */
final class GreetedVisitor implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final String NAME = "小林来了";

    private final AtomicInteger looks = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final HttpConnection line;
    private final PlayerClient phone;
    private final String page;
    private final Thread thread = new Thread(this::look, "greeted visitor");
    private volatile boolean ending;

    GreetedVisitor(Cluster cluster, String slug) throws IOException {
        line = new HttpConnection("127.0.0.1", cluster.edge().orElseThrow().port(), Duration.ofSeconds(2), Duration.ofSeconds(10));
        phone = new PlayerClient(line, cluster.publicUrl(), slug);
        page = "/c/" + slug;
        phone.signIn(NAME);
        thread.start();
    }

    private void look() {
        while (!ending) {
            try {
                if (phone.get(page, "text/html").body().contains(NAME)) {
                    looks.incrementAndGet();
                } else {
                    failures.add("a look without the greeting, after " + looks.get() + " with it");
                }
            } catch (IOException broken) {
                failures.add(broken.toString());
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** How often he was greeted. */
    int looks() {
        return looks.get();
    }

    /** What went wrong, a line each. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        ending = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        line.close();
    }
}
