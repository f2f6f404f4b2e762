package org.turntable.claim.redpacket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.player.Players.player;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.turntable.claim.redpacket.RedPacketGateway.Answer;
import org.turntable.claim.redpacket.RedPackets.State;
import org.turntable.player.DrawKey;

/** What the sender does with each answer. */
class RedPacketSenderTest {
    private static final DrawKey DRAW = new DrawKey(7, player(1), 3);
    private final List<String> told = new ArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final Deque<RedPacketOutbox.Due> due = new ArrayDeque<>();
    private boolean leaseHeld = true;

    @Test
    void aNewRedPacketIsPaidWithoutAQuery() throws Exception {
        assertEquals(List.of("pay", "paid RP1"), after(false, 1, new Answer.Paid("RP1")));
    }

    @Test
    void aRedPacketWithAnUnknownResultIsQueriedFirst() throws Exception {
        assertEquals(List.of("standing", "paid RP1"), after(true, 2, new Answer.Paid("RP1")));
        assertEquals(
                List.of("standing", "pay", "paid RP2"),
                after(true, 2, new Answer.NotPaid("NONE", false), new Answer.Paid("RP2")));
    }

    @Test
    void aRedPacketThatCannotBeQueriedIsNotPaidAgain() throws Exception {
        assertEquals(List.of("standing", "later ASKED NO_ANSWER"), after(true, 2, new Answer.Unknown("NO_ANSWER")));
        assertEquals(List.of("standing", "failed RETURNED"), after(true, 2, new Answer.NotPaid("RETURNED", true)));
        assertEquals(
                List.of("standing", "later ASKED NO_ANSWER"),
                after(true, 1_000, new Answer.Unknown("NO_ANSWER")),
                "however long it takes");
    }

    @Test
    void aFailedPaymentIsRetriedForADayUnlessItIsPermanent() throws Exception {
        assertEquals(List.of("pay", "later DUE BALANCE"), after(false, 29, new Answer.NotPaid("BALANCE", false)));
        assertEquals(List.of("pay", "failed BALANCE"), after(false, 30, new Answer.NotPaid("BALANCE", false)));
        assertEquals(
                List.of("pay", "failed OPENID_REFUSED"), after(false, 1, new Answer.NotPaid("OPENID_REFUSED", true)));
        assertEquals(List.of("pay", "later ASKED NO_ANSWER"), after(false, 1, new Answer.Unknown("NO_ANSWER")));
    }

    @Test
    void aNodeWithoutTheLeaseTakesNothing() throws Exception {
        leaseHeld = false;
        assertEquals(List.of(), after(false, 1, new Answer.Paid("RP1")));
    }

    @Test
    void theBackOffIsExponentialUpToAnHourWithJitterOfHalf() {
        for (int tries = 1; tries < 100; tries++) {
            long whole = Math.min(3_600, tries > 12 ? 3_600 : 30L << tries - 1);
            Duration wait = sender().wait(tries);
            assertTrue(wait.toMillis() >= whole * 500 && wait.toMillis() <= whole * 1_000, tries + ": " + wait);
        }
    }

    private List<String> after(boolean asked, int tries, Answer... coming) throws Exception {
        told.clear();
        due.add(new RedPacketOutbox.Due(DRAW, 8_800, "oAnna", asked, tries));
        answers.addAll(List.of(coming));
        sender().sendBatch();
        return List.copyOf(told);
    }

    private RedPacketSender sender() {
        return new RedPacketSender(
                new Noted(),
                new Scripted(),
                new RedPacketSender.Settings(Duration.ofSeconds(1), Duration.ofSeconds(30)),
                new Random(7),
                new RedPacketMetrics(new PrometheusRegistry()),
                "node-1");
    }

    private final class Scripted implements RedPacketGateway {
        @Override
        public Answer pay(Payment payment) {
            told.add("pay");
            return answers.pop();
        }

        @Override
        public Answer query(String key) {
            told.add("standing");
            return answers.pop();
        }
    }

    private final class Noted implements RedPacketOutbox {
        @Override
        public boolean holdLease(String holder, Duration length) {
            return leaseHeld;
        }

        @Override
        public List<Due> take(int most, Duration hold) {
            List<Due> all = List.copyOf(due);
            due.clear();
            return all;
        }

        @Override
        public void paid(DrawKey draw, String payment) {
            told.add("paid " + payment);
        }

        @Override
        public void later(DrawKey draw, State state, String said, Duration wait) {
            told.add("later " + state + " " + said);
        }

        @Override
        public void failed(DrawKey draw, String said) {
            told.add("failed " + said);
        }

        @Override
        public Map<State, Integer> waiting() {
            return Map.of();
        }
    }
}
