package org.turntable.promises.matrix;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.turntable.player.PlayerId;
import org.turntable.promises.draw.DrawingPlayers.Told;
import org.turntable.testing.load.DrawAnswer;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.load.PlayerClient;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.system.SharedCluster;

/**
 * A steady number of players who draw on any node until their chances are used, and are followed by others. Everything
 * that they are told is recorded, and each answer that contradicts an earlier one.
 */
final class MatrixPlayers implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofMillis(500);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);
    private static final int PLAYERS = 12;

    /** One draw of one player. */
    record Draw(PlayerId player, int number) {}

    private final Cluster cluster;
    private final int campaignId;
    private final String slug;
    private final boolean lossesMayBeForgotten;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<Draw, Told> told = new ConcurrentHashMap<>();
    private final Set<Draw> confirming = ConcurrentHashMap.newKeySet();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private volatile boolean ending;

    /** @param lossesMayBeForgotten whether a loss that was told may be drawn again, because whoever knew it is gone */
    MatrixPlayers(Cluster cluster, int campaignId, String slug, boolean lossesMayBeForgotten, long seed) {
        this.cluster = cluster;
        this.campaignId = campaignId;
        this.slug = slug;
        this.lossesMayBeForgotten = lossesMayBeForgotten;
        for (int i = 0; i < PLAYERS; i++) {
            String name = slug + "-" + i;
            Random random = new Random(seed * 31 + i);
            Thread thread = new Thread(() -> play(name, random), name);
            threads.add(thread);
            thread.start();
        }
    }

    /** Everything that was told so far. */
    List<Told> told() {
        return List.copyOf(told.values());
    }

    /** The draws that were answered by "being confirmed" and have no result. */
    Set<Draw> confirming() {
        return Set.copyOf(confirming);
    }

    boolean isAnswered(Draw draw) {
        return told.containsKey(draw);
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    private void play(String name, Random random) {
        List<HttpConnection> lines = cluster.nodes().stream()
                .map(node -> new HttpConnection("127.0.0.1", node.port(), CONNECT_LIMIT, ANSWER_LIMIT))
                .toList();
        try {
            for (int next = 0; !ending; next++) {
                new Player(name + "-" + next, lines, random).play();
            }
        } finally {
            lines.forEach(HttpConnection::close);
        }
    }

    private final class Player {
        private final PlayerId id;
        private final List<HttpConnection> lines;
        private final Random random;
        private final PlayerClient phone;

        Player(String name, List<HttpConnection> lines, Random random) {
            this.lines = lines;
            this.random = random;
            id = SharedCluster.playerId(cluster, name);
            phone = new PlayerClient(lines.get(0), cluster.node(0).baseUrl(), slug)
                    .with(SharedCluster.credentials(cluster, name));
        }

        /** Draws one more time than there are chances, and asks for the last result again. */
        void play() {
            int number = 1;
            while (!ending && number <= MatrixCampaign.CHANCES + 1) {
                try {
                    DrawAnswer answer =
                            phone.over(lines.get(random.nextInt(lines.size()))).draw(number);
                    number = next(number, answer);
                } catch (IOException broken) {
                    // A node that ended, hangs, or has no page in time: another one is asked.
                }
                pause(15 + random.nextInt(20));
            }
        }

        private int next(int number, DrawAnswer answer) throws IOException {
            switch (answer.status()) {
                case "win", "loss" -> {
                    record(number, answer.isWin());
                    // Some players tap again: the answer must be the same.
                    return number + (random.nextInt(10) == 0 ? 0 : 1);
                }
                case "confirming" -> {
                    confirming.add(new Draw(id, number));
                    return number;
                }
                case "refresh" -> {
                    return refreshed(number, phone.openPage());
                }
                case "busy" -> {
                    return number;
                }
                case "no_chances", "no_chances_today" -> {
                    if (number <= MatrixCampaign.CHANCES) {
                        violations.add(id + " has no chance left for draw " + number);
                    }
                    return MatrixCampaign.CHANCES + 2;
                }
                default -> {
                    violations.add(id + ", draw " + number + ", was answered " + answer);
                    return MatrixCampaign.CHANCES + 2;
                }
            }
        }

        private void record(int number, boolean win) {
            Draw draw = new Draw(id, number);
            if (number > MatrixCampaign.CHANCES) {
                violations.add(id + " drew " + number + " times");
            }
            Told before = told.put(draw, new Told(campaignId, id, number, win, System.nanoTime()));
            confirming.remove(draw);
            if (before != null && before.win() != win && (before.win() || !lossesMayBeForgotten)) {
                violations.add(id + ", draw " + number + ", was told a " + (before.win() ? "win" : "loss")
                        + " and then the other");
                if (before.win()) {
                    told.put(draw, before);
                }
            }
        }

        /** The page knows which draw is next. */
        private int refreshed(int number, int next) {
            for (int again = next; again < number; again++) {
                Told before = told.get(new Draw(id, again));
                if (before != null && (before.win() || !lossesMayBeForgotten)) {
                    violations.add(id + " was told a " + (before.win() ? "win" : "loss") + " for draw " + again
                            + ", and may draw it again");
                }
            }
            if (next > number + 1) {
                violations.add(id + " never drew beyond " + number + ", and the page says " + next);
            }
            return next;
        }
    }

    private static void pause(int millis) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }

    /** Ends them; an answer that is on its way is waited for. */
    @Override
    public void close() {
        ending = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
