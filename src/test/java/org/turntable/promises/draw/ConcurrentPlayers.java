package org.turntable.promises.draw;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.turntable.player.Identity;
import org.turntable.player.IdentitySigner;
import org.turntable.player.PlayerId;
import org.turntable.testing.load.DrawAnswer;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.load.PlayerClient;
import org.turntable.testing.load.PlayerCredentials.Credentials;
import org.turntable.testing.stack.TomcatNode;

/**
 * Two hundred clients that draw as fast as they are answered, repeat a draw until it has a result, and change to the
 * other node when one fails. Records the result of every draw of every player, and reports each answer that contradicts
 * an earlier one.
 */
final class ConcurrentPlayers {
    private static final Duration CONNECT_LIMIT = Duration.ofMillis(500);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final List<TomcatNode> nodes;
    private final String slug;
    private final IdentitySigner signer;
    private final int players;
    private final int drawsEach;
    private final boolean stateMayBeLost;
    private final long seed;
    private final ShownResult[][] shown;
    private final AtomicLong results = new AtomicLong();
    private final Map<String, AtomicLong> answers = new ConcurrentHashMap<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final Instant issued = Instant.ofEpochSecond(Instant.now().getEpochSecond() - 60);

    /**
     * @param secret the nodes' identity.secret
     * @param stateMayBeLost whether Redis's state is lost in between, so that a losing draw may be drawn again
     * @param seed of the players' ids and the order of things
     */
    ConcurrentPlayers(
            List<TomcatNode> nodes,
            String slug,
            String secret,
            int players,
            int drawsEach,
            boolean stateMayBeLost,
            long seed) {
        this.nodes = nodes;
        this.slug = slug;
        this.signer = new IdentitySigner(secret, Duration.ofDays(30));
        this.players = players;
        this.drawsEach = drawsEach;
        this.stateMayBeLost = stateMayBeLost;
        this.seed = seed;
        this.shown = new ShownResult[players][drawsEach + 1];
        for (ShownResult[] ofPlayer : shown) {
            java.util.Arrays.fill(ofPlayer, ShownResult.NOTHING);
        }
    }

    /** Runs until every player has a result for every draw; then every player asks for the last one again. */
    void run(int clients) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            int client = i;
            Thread thread = new Thread(() -> client(client, clients), "client-" + i);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Results that were shown so far. */
    long results() {
        return results.get();
    }

    /** Results that there will be. */
    long expected() {
        return (long) players * drawsEach;
    }

    /** Every answer by what it was, transport failures included. */
    Map<String, Long> answers() {
        Map<String, Long> counted = new TreeMap<>();
        answers.forEach((status, count) -> counted.put(status, count.get()));
        return counted;
    }

    /** Answers that contradict an earlier one, or draws that never got any. */
    List<String> violations() {
        return List.copyOf(violations);
    }

    /** The result that a player was shown of a draw. */
    ShownResult shown(int player, int number) {
        return shown[player][number];
    }

    int players() {
        return players;
    }

    int drawsEach() {
        return drawsEach;
    }

    /** The id of a player. */
    PlayerId id(int player) {
        return PlayerId.of(ByteBuffer.allocate(16)
                .putLong(seed)
                .putInt(player * 0x9E3779B1)
                .putInt(player)
                .array());
    }

    private void client(int client, int clients) {
        Random random = new Random(seed * 31 + client);
        List<HttpConnection> lines = nodes.stream()
                .map(node -> new HttpConnection("127.0.0.1", node.port(), CONNECT_LIMIT, ANSWER_LIMIT))
                .toList();
        try {
            for (int round = 1; round <= drawsEach + 1; round++) {
                for (int player = client; player < players; player += clients) {
                    // One round more than there are draws: the last is asked for again, and must be answered alike.
                    drawUpTo(player, Math.min(round, drawsEach), lines, random);
                }
            }
        } finally {
            lines.forEach(HttpConnection::close);
        }
    }

    private void drawUpTo(int player, int last, List<HttpConnection> lines, Random random) {
        Identity identity = new Identity(id(player), issued);
        Credentials credentials = new Credentials("tt_id=" + signer.sign(identity), signer.csrfToken(identity));
        PlayerClient phone = new PlayerClient(lines.get(0), nodes.get(0).baseUrl(), slug).with(credentials);
        long end = System.nanoTime() + PATIENCE.toNanos();
        int line = random.nextInt(lines.size());
        int number = last;
        while (number <= last) {
            if (System.nanoTime() > end) {
                violations.add("player " + player + " got no result for draw " + number);
                return;
            }
            try {
                DrawAnswer answer = phone.over(lines.get(line)).draw(number);
                count(answer.status());
                switch (answer.status()) {
                    case "win", "loss" -> {
                        record(player, number, answer.isWin() ? ShownResult.WIN : ShownResult.LOSS);
                        number++;
                    }
                    case "refresh" -> number = refreshed(player, number, phone);
                    case "busy", "confirming" -> pause(20 + random.nextInt(80));
                    default -> {
                        violations.add("player " + player + " draw " + number + " was answered " + answer);
                        return;
                    }
                }
            } catch (IOException broken) {
                count("broken: " + broken.getClass().getSimpleName());
                line = (line + 1) % lines.size();
                pause(10 + random.nextInt(40));
            }
        }
    }

    /** The page knows which draw is next: after a loss of Redis's state it may be one whose result was shown before. */
    private int refreshed(int player, int number, PlayerClient phone) throws IOException {
        int next = phone.openPage();
        if (next > number) {
            violations.add("player " + player + " never drew beyond " + number + ", yet the page says " + next);
            return number + 1;
        }
        for (int again = next; again <= drawsEach; again++) {
            if (shown[player][again] == ShownResult.WIN) {
                violations.add("player " + player + " won draw " + again + ", and may draw it again");
            } else if (shown[player][again] == ShownResult.LOSS && !stateMayBeLost) {
                violations.add("player " + player + " lost draw " + again + ", and may draw it again");
            }
        }
        return next;
    }

    private void record(int player, int number, ShownResult result) {
        ShownResult before = shown[player][number];
        if (before == ShownResult.NOTHING) {
            results.incrementAndGet();
        } else if (before != result && (before == ShownResult.WIN || !stateMayBeLost)) {
            violations.add("player " + player + " draw " + number + " was " + before + " and is " + result);
        }
        shown[player][number] = result;
    }

    private void count(String status) {
        answers.computeIfAbsent(status, key -> new AtomicLong()).incrementAndGet();
    }

    private static void pause(int millis) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }
}
