package org.turntable.promises.edge;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.turntable.testing.load.DrawAnswer;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.load.LatencyHistogram;
import org.turntable.testing.load.PlayerClient;
import org.turntable.testing.stack.Await;
import org.turntable.testing.system.SharedCluster;

/**
 * People who open the page of a campaign, 25 a second in all: one half for the first time, the other half signed in,
 * and one of five of these draws. Each comes over a connection of its own. Anything but the campaign's page is a
 * failure.
 */
final class Visitors {
    private static final Duration PAUSE = Duration.ofMillis(40);
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int PHONES = 40;
    /** What the edge's own refusal says (nginx/parts/back-in-a-moment.conf); a node's says something else. */
    private static final long EDGE_RETRY_MILLIS = 2_000;

    private final AttackTarget target;
    private final List<PlayerClient> phones = new ArrayList<>();

    /**
     * What visitors got.
     *
     * @param failures what came in place of a page, or of the answer to a draw
     * @param busy pages without the state of their player, which the Redis for draws did not give in time
     * @param draws the answers to draws, by their status
     */
    record Visits(LatencyHistogram pages, Queue<String> failures, AtomicInteger busy, Map<String, Integer> draws) {
        double p99() {
            return pages.percentileMillis(99);
        }

        @Override
        public String toString() {
            return String.format(
                    "%d pages (%d busy), p50 %.1f ms, p99 %.1f ms, draws %s",
                    pages.recorded(), busy.get(), pages.percentileMillis(50), p99(), new TreeMap<>(draws));
        }
    }

    Visitors(AttackTarget target) {
        this.target = target;
        for (int i = 0; i < PHONES; i++) {
            phones.add(new PlayerClient(null, target.edge().baseUrl(), target.slug())
                    .with(SharedCluster.credentials(target.cluster(), "visitor-" + i)));
        }
    }

    /** @param lead before the first of them comes */
    Visits come(int pages, Duration lead) {
        Visits visits = new Visits(
                new LatencyHistogram(), new ConcurrentLinkedQueue<>(), new AtomicInteger(), new ConcurrentHashMap<>());
        try (Pace pace = new Pace(lead, PAUSE, (number, since) -> {
            if (number < pages) {
                visit(number, since, visits);
            }
        })) {
            Await.until(
                    "all visitors have been answered",
                    LIMIT,
                    () -> recorded(visits) + visits.failures().size() >= pages);
        }
        return visits;
    }

    private static long recorded(Visits visits) {
        synchronized (visits.pages()) {
            return visits.pages().recorded();
        }
    }

    private void visit(int number, long since, Visits visits) {
        try {
            if (number % 2 == 0) {
                firstVisit(number);
                count(since, visits);
            } else {
                signedIn(number, since, visits);
            }
        } catch (IOException | RuntimeException failed) {
            String text = failed.toString();
            visits.failures().add("visit " + number + ": " + text.substring(0, Math.min(300, text.length())));
        }
    }

    private static void count(long since, Visits visits) {
        synchronized (visits.pages()) {
            visits.pages().record(System.nanoTime() - since);
        }
    }

    private void firstVisit(int number) throws IOException {
        String answer = target.get(AttackTarget.visitor(number), target.edge().baseUrl(), target.page(), "");
        if (RawRequest.status(answer) != 200
                || !answer.contains("<main id=\"turntable\" data-path=\"" + target.page() + "\"")
                || !answer.contains("</html>")) {
            throw new IOException("no page: " + answer);
        }
    }

    private void signedIn(int number, long since, Visits visits) throws IOException {
        PlayerClient phone = phones.get(number / 2 % PHONES);
        synchronized (phone) {
            try (HttpConnection line = new HttpConnection(
                            "127.0.0.1", target.edge().port(), Duration.ofSeconds(5), Duration.ofSeconds(20))
                    .from(AttackTarget.visitor(number))) {
                int next = open(phone.over(line), visits);
                count(since, visits);
                if (number % 10 == 1 && next > 0) {
                    draw(phone, next, visits);
                }
            }
        }
    }

    /** Returns the number of the next draw; 0 on a page that does not know it now. */
    private static int open(PlayerClient phone, Visits visits) throws IOException {
        try {
            return phone.openPage();
        } catch (PlayerClient.BusyPageException busy) {
            visits.busy().incrementAndGet();
            return 0;
        }
    }

    private static void draw(PlayerClient phone, int number, Visits visits) throws IOException {
        DrawAnswer answer = phone.draw(number);
        if (answer.retryAfterMillis() == EDGE_RETRY_MILLIS) {
            throw new IOException("a draw was answered by the edge without a node");
        }
        visits.draws().merge(answer.status(), 1, Integer::sum);
    }
}
