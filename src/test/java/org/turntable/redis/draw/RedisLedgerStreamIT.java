package org.turntable.redis.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.campaign.Prize;
import org.turntable.draw.Admission.Admitted;
import org.turntable.draw.Epoch;
import org.turntable.ledger.DrawEntry;
import org.turntable.ledger.Entries;
import org.turntable.ledger.LedgerEntry;
import org.turntable.ledger.LedgerStream;
import org.turntable.ledger.LedgerStream.Page;
import org.turntable.ledger.LedgerStream.Settlement;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.player.PlayerId;
import org.turntable.player.Players;
import org.turntable.testing.stack.Await;

class RedisLedgerStreamIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final PlayerId ANNA = Players.player(1);
    private static final String LEDGER = "tt:{7}:ledger";
    private static DrawsRedis redis;
    private static RedisForDraws node;

    private final Campaign campaign = new CampaignBuilder().prize(5, 1, 1_000).build();
    private final Prize prize = campaign.prizes().get(0);
    private final LedgerStream log = node.drawLog();
    private Epoch epoch;

    @BeforeAll
    static void start() {
        redis = new DrawsRedis();
        node = redis.node();
    }

    @AfterAll
    static void stop() {
        node.close();
        redis.close();
    }

    @BeforeEach
    void openACampaign() {
        redis.server().command("FLUSHALL");
        epoch = redis.open(node, campaign, 1);
    }

    @Test
    void aWinIsPutIntoThePlayersHashAndDeletedFromTheStreamAndItsPlaceStaysTaken() throws Exception {
        LedgerEntry entry = admitted(1, prize);
        log.settle(List.of(stored(entry, 5, 17)));
        assertEquals("W:5:17", player("result"));
        assertEquals("5:17:" + entry.admittedAtMs(), player("win:1"));
        assertEquals("1", taken());
        assertEquals(List.of(0), numbersInStream());
    }

    @Test
    void aCandidateForWhichNoUnitWasLeftIsALossAndItsPlaceStaysTaken() throws Exception {
        log.settle(List.of(stored(admitted(1, prize), 5, 0)));
        assertEquals("L", player("result"));
        assertNull(player("win:1"));
        assertEquals("1", taken(), "there is no unit left for other players");
        assertEquals(List.of(0), numbersInStream());
    }

    @Test
    void anotherStoredDrawOfThisNumberReleasesThePlaceOnlyOnce() throws Exception {
        LedgerEntry entry = admitted(1, prize);
        admitted(2, prize);
        assertEquals("2", taken());
        for (int i = 0; i < 3; i++) {
            log.settle(List.of(stored(entry, 6, 3)));
            assertEquals("1", taken());
        }
        assertEquals("6:3:" + entry.admittedAtMs(), player("win:1"));
        log.settle(List.of(stored(entry, 0, 0)));
        assertEquals("1", taken());
    }

    @Test
    void settlingAgainChangesNothing() throws Exception {
        LedgerEntry win = admitted(1, prize);
        LedgerEntry loss = admitted(2, null);
        List<Settlement> settlements = List.of(stored(win, 5, 17), stored(loss, 0, 0));
        log.settle(settlements);
        String once = redis.contents();
        log.settle(settlements);
        assertEquals(once, redis.contents());
    }

    @Test
    void theWinOfAnEarlierDrawDoesNotReplaceTheResultOfTheLastOne() throws Exception {
        LedgerEntry first = admitted(1, prize);
        admitted(2, null);
        log.settle(List.of(stored(first, 5, 17)));
        assertEquals("L", player("result"));
        assertEquals("5:17:" + first.admittedAtMs(), player("win:1"));
    }

    @Test
    void aLossUnderWhoseNumberAWinIsStoredIsSettledAsThatWin() throws Exception {
        LedgerEntry loss = admitted(1, null);
        log.settle(List.of(stored(loss, 5, 17)));
        assertEquals("W:5:17", player("result"));
        assertEquals("5:17:" + loss.admittedAtMs(), player("win:1"));
        assertNull(taken(), "a loss has no place to release");
        assertEquals(List.of(0), numbersInStream());
    }

    @Test
    void aLostPlayerHashIsNotCreatedFromOneWin() throws Exception {
        LedgerEntry entry = admitted(1, prize);
        redis.server().command("DEL", "tt:{7}:player:" + ANNA);
        log.settle(List.of(stored(entry, 5, 17)));
        assertEquals(
                "0",
                redis.server().command("EXISTS", "tt:{7}:player:" + ANNA),
                "an incomplete hash would be read as a player of the first epoch");
        assertEquals(List.of(0), numbersInStream());
    }

    @Test
    void aGroupOfManyCampaignsAndKindsIsSettledWhole() throws Exception {
        Campaign autumn = new CampaignBuilder().id(8).slug("autumn").build();
        Epoch epochOfAutumn = redis.open(node, autumn, 1);
        LedgerEntry elsewhere = ((Admitted) node.admissions()
                        .admit(autumn, ANNA, 1, null, epochOfAutumn)
                        .get(10, TimeUnit.SECONDS))
                .entry();
        LedgerEntry loss = admitted(1, null);
        LedgerEntry win = admitted(2, prize);
        LedgerEntry visit = log.read(7, null, null, 1).entries().get(0);
        log.settle(List.of(stored(visit, 0, 0), stored(loss, 0, 0), stored(win, 5, 1), stored(elsewhere, 0, 0)));
        assertEquals(0, redis.streamLength(7));
        assertEquals(0, redis.streamLength(8));
    }

    @Test
    void theStreamIsReadInPagesAndTheLastOneHasNoLastId() throws Exception {
        for (int number = 1; number <= 4; number++) {
            admitted(number, number == 3 ? prize : null);
        }
        Page first = log.read(7, null, null, 2);
        assertEquals(
                List.of(0, 1), first.entries().stream().map(Entries::number).toList());
        assertEquals(first.entries().get(1).entryId(), first.lastId());
        Page second = log.read(7, first.lastId(), null, 2);
        assertEquals(
                List.of(2, 3), second.entries().stream().map(Entries::number).toList());
        assertEquals(5, Entries.prizeId(second.entries().get(1)));
        assertEquals(ANNA, second.entries().get(1).player());
        Page third = log.read(7, second.lastId(), null, 2);
        assertEquals(List.of(4), third.entries().stream().map(Entries::number).toList());
        assertEquals(new Page(List.of(), null), log.read(7, third.lastId(), null, 2));
        assertEquals(new Page(List.of(), null), log.read(99, null, null, 2));
    }

    @Test
    void aFirstDrawThatIsAlsoAFirstVisitIsReadAsBothAndTheNextOneIsNot() throws Exception {
        node.admissions().admit(campaign, ANNA, 1, prize, epoch).get(10, TimeUnit.SECONDS);
        node.admissions().admit(campaign, ANNA, 2, null, epoch).get(10, TimeUnit.SECONDS);
        assertEquals(
                List.of(true, false),
                log.read(7, null, null, 10).entries().stream()
                        .map(entry -> entry instanceof DrawEntry draw && draw.firstVisit())
                        .toList());
    }

    @Test
    void entriesAfterTheLastIdAreNotRead() throws Exception {
        for (String id : List.of("100-0", "100-1", "101-0")) {
            redis.server().command("XADD", LEDGER, id, "v", "1", "p", ANNA.toString(), "n", id.substring(4), "k", "0");
        }
        assertEquals(2, log.read(7, null, "100-1", 10).entries().size());
        assertEquals(1, log.read(7, "100-0", "100-1", 10).entries().size());
        assertEquals(3, log.read(7, null, null, 10).entries().size());
        assertEquals(new Page(List.of(), null), log.read(7, null, "99-9", 10));
    }

    @Test
    void entriesThatThisVersionCannotReadAreSkippedAndLeftUnchanged() throws Exception {
        List<String> foreign = new ArrayList<>();
        foreign.add(redis.server()
                .command("XADD", LEDGER, "*", "v", "2", "p", ANNA.toString(), "n", "1", "k", "0", "x", "new"));
        foreign.add(redis.server().command("XADD", LEDGER, "*", "p", ANNA.toString(), "n", "1", "k", "0"));
        foreign.add(redis.server().command("XADD", LEDGER, "*", "v", "1", "p", "not a player", "n", "1", "k", "0"));
        foreign.add(redis.server().command("XADD", LEDGER, "*", "v", "1", "p", ANNA.toString(), "n", "one", "k", "0"));
        foreign.add(redis.server().command("XADD", LEDGER, "*", "v", "1", "p", ANNA.toString(), "n", "1"));
        Page page = log.read(7, null, null, 5);
        assertEquals(List.of(), page.entries());
        assertEquals(foreign.get(4), page.lastId(), "and the entries after them are read");
        admitted(1, null);
        assertEquals(2, log.read(7, page.lastId(), null, 5).entries().size());
        assertEquals(7, redis.streamLength(7));
    }

    @Test
    void aDeadLetterIsMovedWholeWithItsReasonOnce() throws Exception {
        LedgerEntry entry = admitted(1, prize);
        log.moveToDeadLetters(entry, "the database rejects it");
        log.moveToDeadLetters(entry, "the database rejects it");
        assertEquals(List.of(0), numbersInStream());
        String dead = redis.server().command("XRANGE", "tt:{7}:dead", "-", "+");
        assertTrue(
                dead.endsWith("v\n1\np\n" + ANNA + "\nn\n1\nk\n5\nentry\n" + entry.entryId()
                        + "\nreason\nthe database rejects it"),
                dead);
        assertEquals("1", redis.server().command("XLEN", "tt:{7}:dead"));
    }

    @Test
    void theLeaseHasOneHolderUntilItExpires() throws Exception {
        assertTrue(log.holdSweeperLease(7, "one", 60_000));
        assertTrue(log.holdSweeperLease(7, "one", 60_000), "its holder renews it");
        assertFalse(log.holdSweeperLease(7, "two", 60_000));
        assertTrue(log.holdSweeperLease(8, "two", 60_000), "each campaign has its own");
        assertTrue(Long.parseLong(redis.server().command("PTTL", "tt:{7}:sweeper")) > 50_000);
        assertTrue(log.holdSweeperLease(7, "one", 1));
        Await.until("the lease has expired", LIMIT, () -> log.holdSweeperLease(7, "two", 60_000));
    }

    @Test
    void theBacklogCountsTheStreamTheDeadLettersAndTheAgeOfTheOldest() throws Exception {
        assertEquals(new LedgerStream.Backlog(0, 0, 0, null, null, 1), log.backlog(7));
        redis.server()
                .command(
                        "XADD",
                        LEDGER,
                        (redis.now().toEpochMilli() - 60_000) + "-0",
                        "v",
                        "1",
                        "p",
                        ANNA.toString(),
                        "n",
                        "0",
                        "k",
                        "0");
        LedgerEntry entry = admitted(1, null);
        LedgerStream.Backlog backlog = log.backlog(7);
        assertEquals(3, backlog.entries());
        assertEquals(60_000, backlog.oldestAgeMs(), 5_000);
        assertEquals(log.read(7, null, null, 1).lastId(), backlog.oldestId());
        assertEquals(entry.entryId(), backlog.newestId());
        log.moveToDeadLetters(entry, "no");
        assertEquals(1, log.backlog(7).deadLetters());
        assertEquals(2, log.backlog(7).entries());
    }

    @Test
    void anUnavailableRedisIsReportedAsUnavailable() {
        try (RedisForDraws prompt = redis.nodeWithOneLine(DrawsRedis.DEADLINE_MS)) {
            redis.server().suspend();
            try {
                assertThrows(
                        RedisUnavailableException.class, () -> prompt.drawLog().backlog(7));
            } finally {
                redis.server().resume();
            }
            Await.until(
                    "Redis is used again",
                    LIMIT,
                    () -> prompt.drawLog().backlog(7).entries() == 0);
        }
    }

    /** A draw of Anna, whose first visit to the page was before her first draw. */
    private LedgerEntry admitted(int number, Prize hit) throws Exception {
        if (number == 1) {
            node.admissions().view(campaign, ANNA, epoch).get(10, TimeUnit.SECONDS);
        }
        return ((Admitted) node.admissions()
                        .admit(campaign, ANNA, number, hit, epoch)
                        .get(10, TimeUnit.SECONDS))
                .entry();
    }

    private static Settlement stored(LedgerEntry entry, int prizeId, int unit) {
        return new Settlement(entry, Entries.stored(prizeId, unit, entry.admittedAtMs()));
    }

    private List<Integer> numbersInStream() throws Exception {
        return log.read(7, null, null, 100).entries().stream()
                .map(Entries::number)
                .toList();
    }

    private static String player(String field) {
        return redis.server().command("HGET", "tt:{7}:player:" + ANNA, field);
    }

    private static String taken() {
        return redis.server().command("HGET", "tt:{7}:taken", "5");
    }
}
