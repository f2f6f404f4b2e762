package org.turntable.promises.push;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.turntable.testing.load.HttpAnswer;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.load.PlayerClient;
import org.turntable.testing.stack.Cluster;

/**
 * A player who signed in by a name and opens the page again and again, without drawing. The greeting comes from the
 * HttpSession, so a page without it is a lost session, unless it was answered without Redis: then it says that it is
 * busy, or it knows the player by the identity cookie alone, without the name. One after it must have the greeting
 * again, within 30 s; a session that was lost never has it again.
 */
final class SessionProbe implements AutoCloseable {
    private static final Duration BETWEEN_PAGES = Duration.ofMillis(20);
    private static final Duration WITHOUT_REDIS_AT_MOST = Duration.ofSeconds(30);
    private static final String NAME = "小林来了";

    private final AtomicInteger pages = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final HttpConnection line;
    private final PlayerClient phone;
    private final String page;
    private final Thread thread = new Thread(this::openPages, "session probe");
    private volatile boolean ending;

    SessionProbe(Cluster cluster, String slug) throws IOException {
        line = new HttpConnection(
                "127.0.0.1", cluster.edge().orElseThrow().port(), Duration.ofSeconds(2), Duration.ofSeconds(10));
        phone = new PlayerClient(line, cluster.publicUrl(), slug);
        page = "/c/" + slug;
        phone.signIn(NAME);
        thread.start();
    }

    private void openPages() {
        long greetedAt = System.nanoTime();
        while (!ending) {
            try {
                HttpAnswer answer = phone.get(page, "text/html");
                if (answer.body().contains(NAME)) {
                    pages.incrementAndGet();
                    greetedAt = System.nanoTime();
                } else if (!isWithoutRedis(answer) || System.nanoTime() - greetedAt > WITHOUT_REDIS_AT_MOST.toNanos()) {
                    failures.add("a page without the greeting, after " + pages.get() + " with it: " + answer.status()
                            + " " + answer.body());
                }
            } catch (IOException broken) {
                failures.add(broken.toString());
            }
            LockSupport.parkNanos(BETWEEN_PAGES.toNanos());
        }
    }

    private static boolean isWithoutRedis(HttpAnswer answer) {
        return PlayerClient.isBusy(answer)
                || answer.status() == 200 && answer.body().contains("/sign-out\"");
    }

    /** How many pages had the greeting. */
    int pages() {
        return pages.get();
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
