package org.turntable.promises.push;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.turntable.testing.load.DrawAnswer;
import org.turntable.testing.load.HttpAnswer;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.load.PlayerClient;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.system.SharedCluster;

/**
 * Phones that open the page with its files and draw, one after the other without a pause, through the edge, until
 * {@link #close()}. Every answer is counted. Neither a page on which the player is signed in, nor a result of the draw,
 * nor "busy" from a node that then gives the same draw its result: that is a failed request.
 */
final class SteadyLoad implements AutoCloseable {
    /**
     * Longer where ten nodes share two cores: it is the push that is to be seen, and not how much a small machine can
     * carry.
     */
    private static final Duration BETWEEN_TAPS = Duration.ofMillis(Integer.getInteger("push.pause", 15));

    /** What the edge's own refusal says (nginx/parts/back-in-a-moment.conf); a node's says something else. */
    private static final long EDGE_RETRY_MILLIS = 2_000;

    private static final Duration BUSY_AT_MOST = Duration.ofSeconds(30);

    private final String baseUrl;
    private final int port;
    private final Cluster cluster;
    private final String slug;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, AtomicLong> answers = new ConcurrentHashMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Map<String, String> told = new ConcurrentHashMap<>();
    private final boolean retrying;
    private volatile boolean ending;

    /** @param retrying whether a draw that failed is asked for again with the same number, as the page does */
    SteadyLoad(Cluster cluster, String slug, int phones, boolean retrying) {
        this.cluster = cluster;
        this.slug = slug;
        this.retrying = retrying;
        this.port = cluster.edge().orElseThrow().port();
        this.baseUrl = cluster.publicUrl();
        for (int i = 0; i < phones; i++) {
            String name = slug + "-phone-" + i;
            Thread thread = new Thread(() -> play(name), name);
            threads.add(thread);
            thread.start();
        }
    }

    /** Requests that were answered as they should be. */
    long answered() {
        return answers.values().stream().mapToLong(AtomicLong::get).sum();
    }

    /** Every answer by what it was. */
    Map<String, Long> answers() {
        Map<String, Long> counted = new TreeMap<>();
        answers.forEach((what, count) -> counted.put(what, count.get()));
        return counted;
    }

    /** What went wrong, a line each. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Draws that got their result: "win" or "loss" by player (hex) and number, such as {@code 00ff…/3}. */
    Map<String, String> told() {
        return Map.copyOf(told);
    }

    private void play(String name) {
        try (HttpConnection line =
                new HttpConnection("127.0.0.1", port, Duration.ofSeconds(2), Duration.ofSeconds(10))) {
            PlayerClient phone = new PlayerClient(line, baseUrl, slug).with(SharedCluster.credentials(cluster, name));
            String id = HexFormat.of()
                    .formatHex(SharedCluster.playerId(cluster, name).bytes());
            Set<String> known = new HashSet<>();
            int number = 0;
            long shownAt = System.nanoTime();
            while (!ending) {
                try {
                    int next = phone.openPage();
                    shownAt = System.nanoTime();
                    if (next < 1) {
                        failures.add(name + ": a page on which nobody is signed in, or without a wheel");
                        continue;
                    }
                    count("page");
                    if (number > 0 && next != number && next != number + 1) {
                        failures.add(name + " drew " + number + ", and the page says " + next);
                    }
                    number = next;
                    files(phone, name, known);
                    draw(phone, name, id, number);
                } catch (PlayerClient.BusyPageException busy) {
                    // True on a busy machine, and no loss, but not for long.
                    count("busy page");
                    if (System.nanoTime() - shownAt > BUSY_AT_MOST.toNanos()) {
                        failures.add(name + ": the page was busy for more than " + BUSY_AT_MOST);
                        return;
                    }
                } catch (IOException broken) {
                    failures.add(name + ": " + brief(broken.toString()));
                }
                LockSupport.parkNanos(BETWEEN_TAPS.toNanos());
            }
        }
    }

    /** What the page names and this phone has not kept yet, such as the style of a WAR that has just come. */
    private void files(PlayerClient phone, String name, Set<String> known) throws IOException {
        for (String file : phone.files()) {
            if (known.add(file)) {
                HttpAnswer answer = phone.get(file, "*/*");
                if (answer.status() == 200) {
                    count("file");
                } else {
                    failures.add(name + ": " + file + " was answered " + answer.status());
                }
            }
        }
    }

    private void draw(PlayerClient phone, String name, String id, int number) throws IOException {
        long busyUntil = System.nanoTime() + BUSY_AT_MOST.toNanos();
        while (true) {
            String status;
            try {
                DrawAnswer answer = phone.draw(number);
                status = answer.status();
                if (status.equals("busy") && answer.retryAfterMillis() == EDGE_RETRY_MILLIS) {
                    status = "busy, answered by the edge without a node";
                }
            } catch (IOException broken) {
                status = brief(broken.toString());
            }
            switch (status) {
                case "win", "loss" -> {
                    count(status);
                    String before = told.put(id + "/" + number, status);
                    if (before != null && !before.equals(status)) {
                        failures.add(name + " was told " + before + ", then " + status + " of draw " + number);
                    }
                    return;
                }
                case "confirming" -> count(status);
                // A node refused the draw in time and spent nothing, as it should on a slow machine: the same number is
                // drawn again, and must get its result.
                case "busy" -> {
                    count(status);
                    if (System.nanoTime() > busyUntil) {
                        failures.add(name + ", draw " + number + ": busy for " + BUSY_AT_MOST.toSeconds() + " s");
                        return;
                    }
                }
                default -> {
                    failures.add(name + ", draw " + number + ": " + status);
                    if (!retrying || ending) {
                        return;
                    }
                }
            }
            LockSupport.parkNanos(BETWEEN_TAPS.toNanos());
        }
    }

    /** Of a page that was not expected, the beginning is enough. */
    private static String brief(String text) {
        return text.substring(0, Math.min(160, text.length())).replaceAll("\\s+", " ");
    }

    private void count(String what) {
        answers.computeIfAbsent(what, key -> new AtomicLong()).incrementAndGet();
    }

    /** Lets every phone end the request it has. */
    @Override
    public void close() {
        ending = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
