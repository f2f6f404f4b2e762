package org.turntable.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.player.Players.player;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.turntable.player.PlayerId;
import org.turntable.signal.PlayerSignalStore.Addition;

class RiskSignalsTest {
    private static final int CAMPAIGN = 7;
    private static final String AGENT = "Mozilla/5.0 (Linux; Android 14; V2309A) MicroMessenger/8.0.49";
    /** What a person needs from the page to the tap, at least. */
    private static final int PERSON_MS = 1_500;

    private final Random random = new Random(7);
    private final SignalMetrics metrics = new SignalMetrics(new PrometheusRegistry());
    private final SignalBook book = new SignalBook(50_000, metrics);
    private final Map<PlayerId, Integer> scores = new HashMap<>();
    private final Map<PlayerId, Set<SignalReason>> reasons = new HashMap<>();
    private long now = Instant.parse("2026-10-01T02:00:00Z").toEpochMilli();
    private final RiskSignals signals = new RiskSignals(
            new SignalThresholds(30, 120, 10, 400),
            new PageViews("a-secret-of-thirty-two-characters-or-more"),
            () -> Instant.ofEpochMilli(now),
            book,
            metrics,
            new byte[KeyedHash.KEY_BYTES]);

    @Test
    void aPersonWithAPageAndAHumanTimeHasNoSignal() {
        person(player(1), "203.0.113.9", AGENT, 3);
        assertEquals(Map.of(), noted());
    }

    @Test
    void oneHundredAndTwentyIdentitiesOfOneAddressWithoutAPageAllHaveAHighScore() {
        for (int i = 0; i < 120; i++) {
            for (int number = 1; number <= 3; number++) {
                now += 11;
                draw(player(i), number, null, "203.0.113.9", "python-requests/2.31");
            }
        }
        Map<PlayerId, Integer> noted = noted();
        assertEquals(120, noted.size());
        noted.forEach((who, score) -> assertTrue(score >= SignalReason.HIGH, who + " has " + score));
        assertTrue(
                reasons.get(player(0))
                        .containsAll(Set.of(
                                SignalReason.NO_PAGE_VIEW,
                                SignalReason.NEW_PLAYERS_OF_ADDRESS,
                                SignalReason.NEW_PLAYERS_OF_DEVICE)),
                "the first ones have the reasons that were found out later: " + reasons.get(player(0)));
        assertTrue(reasons.get(player(119)).contains(SignalReason.ADDRESS_RATE));
    }

    @Test
    void thousandsOfPhonesBehindOneAddressOfACarrierAtTheRateOfAWaveHaveALowScore() {
        int[] views = new int[6_000];
        String[] marks = new String[views.length];
        // A hundred new players a second; each taps 1.5 to 10 s after the page.
        record Tap(long at, int who) {}
        PriorityQueue<Tap> taps = new PriorityQueue<>(Comparator.comparingLong(Tap::at));
        long begin = now;
        for (int i = 0; i < views.length; i++) {
            now = begin + i * 10L;
            marks[i] = signals.pageView(CAMPAIGN, player(i));
            taps.add(new Tap(now + PERSON_MS + random.nextInt(8_500), i));
        }
        while (!taps.isEmpty()) {
            Tap tap = taps.remove();
            now = tap.at();
            draw(player(tap.who()), 1, marks[tap.who()], "203.0.113.9", AGENT + " build " + random.nextInt(40));
        }
        assertEquals(List.of(), book.take(now, 10_000), "nothing of it is recorded");
        // One more, who is a person with a page of an earlier WAR: no mark.
        draw(player(9_999), 1, null, "203.0.113.9", AGENT);
        Map<PlayerId, Integer> noted = noted();
        assertEquals(
                EnumSet.of(SignalReason.ADDRESS_RATE, SignalReason.NETWORK_RATE, SignalReason.NO_PAGE_VIEW),
                reasons.get(player(9_999)));
        assertTrue(noted.get(player(9_999)) < SignalReason.HIGH, noted::toString);
    }

    @Test
    void aPersonBesideAScriptBehindTheSameAddressIsNotMeant() {
        for (int i = 0; i < 120; i++) {
            now += 10;
            draw(player(i), 1, null, "203.0.113.9", "python-requests/2.31");
        }
        person(player(500), "203.0.113.9", AGENT, 1);
        assertTrue(noted().keySet().stream().noneMatch(player(500)::equals), () -> reasons.get(player(500)) + "");
    }

    @Test
    void aTapThatNoPersonReachesIsSeenAndALaterOneIsNot() {
        String mark = signals.pageView(CAMPAIGN, player(1));
        now += 399;
        draw(player(1), 1, mark, "203.0.113.9", AGENT);
        mark = signals.pageView(CAMPAIGN, player(2));
        now += 400;
        draw(player(2), 1, mark, "203.0.113.9", AGENT);
        assertEquals(Map.of(player(1), SignalReason.QUICK_TAP.weight()), noted());
    }

    @Test
    void newPlayersThatAllTapAfterTheSameTimeAreSeen() {
        for (int i = 0; i < 30; i++) {
            String mark = signals.pageView(CAMPAIGN, player(i));
            now += 2_000 + random.nextInt(100);
            draw(player(i), 1, mark, "203.0.113.9", "a browser " + 1);
            now += 7_000;
        }
        noted();
        assertEquals(30, reasons.size(), "the first ones too");
        reasons.values().forEach(why -> assertTrue(why.contains(SignalReason.CONSTANT_TAP), why::toString));
    }

    @Test
    void personsOfOneOfficeWithTheSamePhoneWhoTapWhenTheyLikeAreNotConstant() {
        for (int i = 0; i < 30; i++) {
            String mark = signals.pageView(CAMPAIGN, player(i));
            now += PERSON_MS + random.nextInt(6_000);
            draw(player(i), 1, mark, "203.0.113.9", AGENT);
            now += 7_000;
        }
        assertEquals(Map.of(), noted());
    }

    @Test
    void manyNewPlayersOfOneDeviceAreSeenAlsoWithPagesAndPatience() {
        for (int i = 0; i < 12; i++) {
            String mark = signals.pageView(CAMPAIGN, player(i));
            now += PERSON_MS + random.nextInt(2_000);
            draw(player(i), 1, mark, "203.0.113.9", AGENT);
        }
        noted();
        assertEquals(12, reasons.size(), "the first ones too");
        assertEquals(EnumSet.of(SignalReason.NEW_PLAYERS_OF_DEVICE), reasons.get(player(0)));
    }

    @Test
    void onePlayerWhoPostsTheFirstDrawAgainAndAgainIsOneNewPlayer() {
        String mark = signals.pageView(CAMPAIGN, player(1));
        for (int i = 0; i < 25; i++) {
            now += PERSON_MS;
            draw(player(1), 1, mark, "203.0.113.9", AGENT);
        }
        assertEquals(Map.of(), noted());
    }

    @Test
    void theAddressesOfOneNetworkAreCountedTogether() {
        for (int i = 0; i < 130; i++) {
            now += 20;
            draw(player(i), 2, null, "203.0.113." + i, AGENT);
            now += 20;
            draw(player(1_000 + i), 2, null, "2001:db8:0:" + Integer.toHexString(i) + "::1", AGENT);
        }
        noted();
        assertTrue(reasons.get(player(129)).contains(SignalReason.NETWORK_RATE));
        assertTrue(reasons.get(player(1_129)).contains(SignalReason.NETWORK_RATE));
        assertTrue(!reasons.get(player(129)).contains(SignalReason.ADDRESS_RATE));
    }

    @Test
    void aRateOfTheLastTenSecondsIsOverAfterwards() {
        for (int i = 0; i < 40; i++) {
            draw(player(1), 2, null, "203.0.113.9", AGENT);
        }
        now += 20_000;
        draw(player(2), 2, null, "203.0.113.9", AGENT);
        noted();
        assertTrue(reasons.get(player(1)).contains(SignalReason.ADDRESS_RATE));
        assertEquals(EnumSet.of(SignalReason.NO_PAGE_VIEW), reasons.get(player(2)));
    }

    @Test
    void aNewPlayerAfterASnapshotPageOfTheSameDeviceIsSeen() {
        signals.snapshot("203.0.113.9", AGENT);
        now += 60_000;
        draw(player(1), 1, null, "203.0.113.9", AGENT);
        draw(player(2), 1, null, "203.0.113.9", "another");
        now += 600_000;
        draw(player(3), 1, null, "203.0.113.9", AGENT);
        noted();
        assertTrue(reasons.get(player(1)).contains(SignalReason.SNAPSHOT));
        assertEquals(EnumSet.of(SignalReason.NO_PAGE_VIEW), reasons.get(player(2)));
        assertEquals(EnumSet.of(SignalReason.NO_PAGE_VIEW), reasons.get(player(3)));
    }

    private void person(PlayerId who, String address, String agent, int draws) {
        String mark = signals.pageView(CAMPAIGN, who);
        for (int number = 1; number <= draws; number++) {
            now += PERSON_MS + random.nextInt(6_000);
            draw(who, number, mark, address, agent);
        }
    }

    private void draw(PlayerId who, int number, String view, String address, String agent) {
        signals.drawn(signals.arrived(CAMPAIGN, who, number, view, address, agent));
    }

    /** The scores that are recorded; {@link #reasons} has why. */
    private Map<PlayerId, Integer> noted() {
        for (Addition addition : book.take(now, 10_000)) {
            scores.put(addition.key().player(), SignalReason.score(addition.bits()));
            reasons.put(addition.key().player(), Set.copyOf(SignalReason.of(addition.bits())));
        }
        return scores;
    }
}
