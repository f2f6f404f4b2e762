package org.turntable.award.redpacket;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.redpacket.Outbox.Due;
import org.turntable.award.redpacket.RedPacketGateway.Answer;
import org.turntable.award.redpacket.RedPacketGateway.Payment;
import org.turntable.award.redpacket.RedPackets.State;
import org.turntable.rounds.Rounds;

/**
 * Empties the outbox, on one node at a time. A packet is paid once: it is marked before the call, the partner knows it by its key, and
 * where an answer was lost he is asked what became of it before anything is paid again.
 */
public final class RedPacketSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedPacketSender.class);
    private static final int ROWS = 20;
    private static final Duration LEASE = Duration.ofSeconds(30);
    /** Longer than a group takes: two calls of three seconds each for twenty packets. */
    private static final Duration HOLD = Duration.ofMinutes(3);
    /** Two calls of three seconds each, and a commit. */
    private static final Duration LONGEST_PACKET = Duration.ofSeconds(7);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    /** Some 24 hours. */
    private static final int MOST_TRIES = 30;

    private final Outbox outbox;
    private final RedPacketGateway gateway;
    private final Settings settings;
    private final RandomGenerator random;
    private final RedPacketMetrics metrics;
    private final String node;
    private final Rounds rounds;

    /**
     * How patient it is.
     *
     * @param pause     between two looks into the outbox
     * @param firstWait after the first try that failed; twice as long each time
     */
    public record Settings(Duration pause, Duration firstWait) {
    }

    /** @param node this node's name, for the lease */
    public RedPacketSender(Outbox outbox, RedPacketGateway gateway, Settings settings, RandomGenerator random, RedPacketMetrics metrics, String node) {
        this.outbox = outbox;
        this.gateway = gateway;
        this.settings = settings;
        this.random = random;
        this.metrics = metrics;
        this.node = node;
        this.rounds = new Rounds("red-packet-sender", "the sender of red packets", settings.pause, this::lookIn);
    }

    /** Starts the sending thread. */
    public void start() {
        rounds.startAfterPause();
    }

    private void lookIn() {
        try {
            round();
        } catch (ClaimsUnavailable away) {
            LOG.warn("red packets have to wait: {}", away.getMessage());
        }
    }

    /** One look into the outbox. */
    void round() throws ClaimsUnavailable {
        if (!outbox.holdLease(node, LEASE)) {
            return;
        }
        for (Due due : outbox.take(ROWS, HOLD)) {
            if (rounds.isClosing() || !outbox.holdLease(node, LEASE)) {
                // The others were marked and not called for: whoever takes them next asks first.
                return;
            }
            settle(due, due.asked() ? standingOrPay(due) : pay(due));
        }
        metrics.waiting(outbox.waiting());
    }

    private Answer standingOrPay(Due due) {
        Answer standing = gateway.standing(due.draw().text());
        metrics.answered(standing);
        return standing instanceof Answer.NotPaid not && !not.forGood() ? pay(due) : standing;
    }

    private Answer pay(Due due) {
        Answer answer = gateway.pay(new Payment(due.draw().text(), due.openid(), due.amountFen()));
        metrics.answered(answer);
        return answer;
    }

    private void settle(Due due, Answer answer) throws ClaimsUnavailable {
        String key = due.draw().text();
        if (answer instanceof Answer.Paid paid) {
            outbox.paid(due.draw(), paid.payment());
            LOG.info("red packet {} is paid", key);
        } else if (answer instanceof Answer.NotPaid not && (not.forGood() || due.tries() >= MOST_TRIES)) {
            outbox.failed(due.draw(), not.code());
            LOG.error("red packet {} failed: {}; see turntable-ops red-packets list", key, not.code());
        } else if (answer instanceof Answer.NotPaid not) {
            outbox.later(due.draw(), State.DUE, not.code(), wait(due.tries()));
            LOG.warn("red packet {} is not paid: {}; it will be tried again", key, not.code());
        } else if (answer instanceof Answer.Unknown unknown) {
            outbox.later(due.draw(), State.ASKED, unknown.code(), wait(due.tries()));
            LOG.warn("whether red packet {} is paid is not known: {}; the partner will be asked", key, unknown.code());
        }
    }

    /** Twice as long each time, and by chance up to half of it less, so that what failed together does not come back together. */
    Duration wait(int tries) {
        long whole = Math.min(LONGEST_WAIT.toMillis(), settings.firstWait.toMillis() << Math.min(20, tries - 1));
        return Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
    }

    /** Ends after the packet that is under way. */
    @Override
    public void close() {
        rounds.close(LONGEST_PACKET);
    }
}
