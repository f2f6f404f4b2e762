package org.turntable.mariadb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turntable.push.PushRecords;
import org.turntable.stack.Await;

class MariaDbPushRecordsIT {
    private static final Instant EVENING = Instant.now().plus(3, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MILLIS);

    private static CampaignOnPair there;

    @BeforeAll
    static void start() {
        there = new CampaignOnPair().start();
    }

    @AfterAll
    static void stop() {
        there.close();
    }

    @Test
    void aWaveIsReadBackUntilItIsTakenBack() throws Exception {
        PushRecords records = new MariaDbPushRecords(there.pool());
        int id = records.announce(EVENING, "一百二十万条", "Li Na");
        assertEquals(List.of(new PushRecords.Wave(id, EVENING, "一百二十万条", "Li Na")), records.wavesFrom(EVENING));
        assertEquals(List.of(), records.wavesFrom(EVENING.plusMillis(1)), "one that is over");
        assertTrue(records.takeBack(id));
        assertFalse(records.takeBack(id));
        assertEquals(List.of(), records.wavesFrom(Instant.EPOCH));
    }

    @Test
    void onePushAtATimeWhereverItWasBegun() throws Exception {
        PushRecords here = new MariaDbPushRecords(there.pool());
        try (HikariDataSource elsewhere = there.newPool()) {
            PushRecords.Lock held = here.lock();
            assertNotNull(held);
            assertNull(new MariaDbPushRecords(elsewhere).lock(), "two at once");
            held.close();
            PushRecords.Lock next = new MariaDbPushRecords(elsewhere).lock();
            assertNotNull(next, "the lock was not given back");
            next.close();
        }
    }

    @Test
    void theConnectionOfTheLockMayBeIdleForAsLongAsAPushTakes() throws Exception {
        there.pair().primary().execute("SET GLOBAL wait_timeout = 2");
        try (HikariDataSource impatient = there.newPool(); PushRecords.Lock held = new MariaDbPushRecords(impatient).lock()) {
            assertNotNull(held);
            String holder = there.ask("SELECT IS_USED_LOCK('turntable.push')");
            Await.until("it was idle for longer than the server's patience with others", Duration.ofSeconds(20),
                    () -> Integer.parseInt(there.ask("SELECT TIME FROM information_schema.PROCESSLIST WHERE ID = " + holder)) >= 4);
            assertEquals(holder, there.ask("SELECT IS_USED_LOCK('turntable.push')"));
        } finally {
            there.pair().primary().execute("SET GLOBAL wait_timeout = 900");
        }
    }

    @Test
    void aReplicaThatIsGoneIsNoticed() throws Exception {
        PushRecords records = new MariaDbPushRecords(there.pool());
        assertTrue(records.replicaAcknowledges());
        there.pair().replica().execute("STOP SLAVE");
        try {
            Await.until("nobody acknowledges", Duration.ofSeconds(20), () -> !records.replicaAcknowledges());
        } finally {
            there.pair().replica().execute("START SLAVE");
        }
        Await.until("the replica is back", Duration.ofSeconds(20), records::replicaAcknowledges);
    }

    @Test
    void whoPushedWhatPastWhichWarningsIsKept() throws Exception {
        new MariaDbPushRecords(there.pool()).record("000007", "2.0.0", "Wang", "a wave is coming", "the page is broken", EVENING);
        assertEquals("000007 2.0.0 Wang a wave is coming the page is broken", there.ask(
                "SELECT CONCAT_WS(' ', release_number, war_version, by_whom, warnings, reason) FROM turntable.war_push ORDER BY id DESC LIMIT 1"));
    }
}
