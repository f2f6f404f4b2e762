package org.turntable.claim.redpacket;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.claim.redpacket.RedPacketGateway.Answer;
import org.turntable.claim.redpacket.RedPacketGateway.Payment;
import org.turntable.claim.redpacket.RedPacketOutbox.Due;
import org.turntable.claim.redpacket.RedPackets.State;
import org.turntable.concurrent.PeriodicTask;
import org.turntable.outage.DatabaseUnavailableException;

/**
 * Sends the red packets of the outbox, on one node at a time. Each is paid once: it is marked before the call, its key
 * is an idempotency key at the partner, and after a lost answer the payment state is queried before it is paid again.
 */
public final class RedPacketSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedPacketSender.class);
    private static final int ROWS = 20;
    private static final Duration LEASE = Duration.ofSeconds(30);
    /** Longer than a batch takes: two calls of three seconds each for twenty red packets. */
    private static final Duration HOLD = Duration.ofMinutes(3);
    /** The longest time for one red packet: two calls of three seconds each, and a commit. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(7);

    private static final Duration MAX_WAIT = Duration.ofHours(1);
    /** About 24 hours. */
    private static final int MAX_TRIES = 30;

    private final RedPacketOutbox outbox;
    private final RedPacketGateway gateway;
    private final Settings settings;
    private final RandomGenerator random;
    private final RedPacketMetrics metrics;
    private final String node;
    private final PeriodicTask task;

    /**
     * Intervals of the sender.
     *
     * @param pause between two reads of the outbox
     * @param firstWait after the first failed try; doubled after each further one
     */
    public record Settings(Duration pause, Duration firstWait) {}

    /** @param node this node's name, for the lease */
    public RedPacketSender(
            RedPacketOutbox outbox,
            RedPacketGateway gateway,
            Settings settings,
            RandomGenerator random,
            RedPacketMetrics metrics,
            String node) {
        this.outbox = outbox;
        this.gateway = gateway;
        this.settings = settings;
        this.random = random;
        this.metrics = metrics;
        this.node = node;
        this.task = new PeriodicTask("red-packet-sender", "sending red packets", settings.pause, this::send);
    }

    /** Starts the sending thread. */
    public void start() {
        task.startAfterPause();
    }

    private void send() {
        try {
            sendBatch();
        } catch (DatabaseUnavailableException failure) {
            LOG.warn("red packets are delayed: {}", failure.getMessage());
        }
    }

    /** Sends one batch of the outbox. */
    void sendBatch() throws DatabaseUnavailableException {
        if (!outbox.holdLease(node, LEASE)) {
            return;
        }
        for (Due due : outbox.take(ROWS, HOLD)) {
            if (task.isStopped() || !outbox.holdLease(node, LEASE)) {
                // The others were marked and not sent: the next sender queries their payment state first.
                return;
            }
            settle(due, due.asked() ? queryThenPay(due) : pay(due));
        }
        metrics.waiting(outbox.waiting());
    }

    private Answer queryThenPay(Due due) {
        Answer state = gateway.query(due.draw().text());
        metrics.answered(state);
        return state instanceof Answer.NotPaid notPaid && !notPaid.permanent() ? pay(due) : state;
    }

    private Answer pay(Due due) {
        Answer answer = gateway.pay(new Payment(due.draw().text(), due.openid(), due.amountFen()));
        metrics.answered(answer);
        return answer;
    }

    private void settle(Due due, Answer answer) throws DatabaseUnavailableException {
        String key = due.draw().text();
        if (answer instanceof Answer.Paid paid) {
            outbox.paid(due.draw(), paid.payment());
            LOG.info("red packet {} is paid", key);
        } else if (answer instanceof Answer.NotPaid notPaid && (notPaid.permanent() || due.tries() >= MAX_TRIES)) {
            outbox.failed(due.draw(), notPaid.code());
            LOG.error("red packet {} failed: {}; see turntable-ops red-packets list", key, notPaid.code());
        } else if (answer instanceof Answer.NotPaid notPaid) {
            outbox.later(due.draw(), State.DUE, notPaid.code(), wait(due.tries()));
            LOG.warn("red packet {} is not paid: {}; it will be retried", key, notPaid.code());
        } else if (answer instanceof Answer.Unknown unknown) {
            outbox.later(due.draw(), State.ASKED, unknown.code(), wait(due.tries()));
            LOG.warn(
                    "it is unknown whether red packet {} is paid: {}; the partner will be queried",
                    key,
                    unknown.code());
        }
    }

    /**
     * Exponential back-off with jitter: doubled each time, and up to half of it less, so that calls that failed
     * together are not repeated together.
     */
    Duration wait(int tries) {
        long whole = Math.min(MAX_WAIT.toMillis(), settings.firstWait.toMillis() << Math.min(20, tries - 1));
        return Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
    }

    /** Waits for the red packet that is being sent. */
    @Override
    public void close() {
        task.close(CLOSE_TIMEOUT);
    }
}
