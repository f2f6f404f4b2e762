package org.turntable.promises.draw;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.turntable.player.PlayerId;
import org.turntable.testing.load.DrawAnswer;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.load.PlayerClient;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SharedCluster;

/** Players who draw on one node as fast as they are answered; every result that they are told is recorded. */
public final class DrawingPlayers implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofMillis(500);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(8);

    /**
     * A result that a player was told.
     *
     * @param nanos when the whole answer had arrived
     */
    public record Told(int campaignId, PlayerId player, int number, boolean win, long nanos) {}

    private final Cluster cluster;
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();
    private final AtomicLong losses = new AtomicLong();
    private final AtomicLong wins = new AtomicLong();
    private volatile boolean ending;

    /** @param prefix of the players' names, which no other players of the campaign have */
    DrawingPlayers(Cluster cluster, int campaignId, String slug, String prefix, int players) {
        this.cluster = cluster;
        for (int i = 0; i < players; i++) {
            String name = prefix + "-" + i;
            Thread thread = new Thread(() -> play(campaignId, slug, name), name);
            threads.add(thread);
            thread.start();
        }
    }

    /** Losses that were told so far. */
    long losses() {
        return losses.get();
    }

    /** Wins that were told so far. */
    long wins() {
        return wins.get();
    }

    /** Everything that was told so far. */
    List<Told> told() {
        return List.copyOf(told);
    }

    private void play(int campaignId, String slug, String name) {
        TomcatNode node = cluster.node(0);
        PlayerId player = SharedCluster.playerId(cluster, name);
        int number = 1;
        while (!ending) {
            try (HttpConnection line = new HttpConnection("127.0.0.1", node.port(), CONNECT_LIMIT, ANSWER_LIMIT)) {
                PlayerClient phone =
                        new PlayerClient(line, node.baseUrl(), slug).with(SharedCluster.credentials(cluster, name));
                while (!ending) {
                    DrawAnswer answer = phone.draw(number);
                    if (answer.isResult()) {
                        record(new Told(campaignId, player, number, answer.isWin(), System.nanoTime()));
                        number++;
                    } else {
                        pause();
                    }
                }
            } catch (IOException broken) {
                pause();
            }
        }
    }

    private static void pause() {
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }

    private void record(Told result) {
        told.add(result);
        (result.win() ? wins : losses).incrementAndGet();
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
