package org.turntable.tool.mariadb.push;

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
import org.turntable.mariadb.pool.CampaignOnPair;
import org.turntable.testing.stack.Await;
import org.turntable.tool.push.PushRecords;

class MariaDbPushRecordsIT {
    private static final Instant EVENING =
            Instant.now().plus(3, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MILLIS);

    private static CampaignOnPair campaign;

    @BeforeAll
    static void start() {
        campaign = new CampaignOnPair().start();
    }

    @AfterAll
    static void stop() {
        campaign.close();
    }

    @Test
    void aWaveIsReadUntilItIsRemoved() throws Exception {
        PushRecords records = new MariaDbPushRecords(campaign.pool());
        int id = records.announce(EVENING, "一百二十万条", "Li Na");
        assertEquals(List.of(new PushRecords.Wave(id, EVENING, "一百二十万条", "Li Na")), records.wavesFrom(EVENING));
        assertEquals(List.of(), records.wavesFrom(EVENING.plusMillis(1)), "a wave in the past");
        assertTrue(records.remove(id));
        assertFalse(records.remove(id));
        assertEquals(List.of(), records.wavesFrom(Instant.EPOCH));
    }

    @Test
    void onlyOnePushRunsAtATime() throws Exception {
        PushRecords here = new MariaDbPushRecords(campaign.pool());
        try (HikariDataSource elsewhere = campaign.newPool()) {
            PushRecords.Lock held = here.lock();
            assertNotNull(held);
            assertNull(new MariaDbPushRecords(elsewhere).lock(), "two locks at the same time");
            held.close();
            PushRecords.Lock next = new MariaDbPushRecords(elsewhere).lock();
            assertNotNull(next, "the lock was not given back");
            next.close();
        }
    }

    @Test
    void theConnectionOfTheLockMayBeIdleDuringALongPush() throws Exception {
        campaign.pair().primary().execute("SET GLOBAL wait_timeout = 2");
        try (HikariDataSource impatient = campaign.newPool();
                PushRecords.Lock held = new MariaDbPushRecords(impatient).lock()) {
            assertNotNull(held);
            String holder = campaign.ask("SELECT IS_USED_LOCK('turntable.push')");
            Await.until(
                    "the connection was idle for longer than wait_timeout",
                    Duration.ofSeconds(20),
                    () -> Integer.parseInt(campaign.ask(
                                    "SELECT TIME FROM information_schema.PROCESSLIST WHERE ID = " + "" + holder))
                            >= 4);
            assertEquals(holder, campaign.ask("SELECT IS_USED_LOCK('turntable.push')"));
        } finally {
            campaign.pair().primary().execute("SET GLOBAL wait_timeout = 900");
        }
    }

    @Test
    void aMissingReplicaIsDetected() throws Exception {
        PushRecords records = new MariaDbPushRecords(campaign.pool());
        assertTrue(records.replicaAcknowledges());
        campaign.pair().replica().execute("STOP SLAVE");
        try {
            Await.until("no replica acknowledges", Duration.ofSeconds(20), () -> !records.replicaAcknowledges());
        } finally {
            campaign.pair().replica().execute("START SLAVE");
        }
        Await.until("the replica is back", Duration.ofSeconds(20), records::replicaAcknowledges);
    }

    @Test
    void aPushIsRecordedWithItsWarningsAndReason() throws Exception {
        new MariaDbPushRecords(campaign.pool())
                .record("000007", "2.0.0", "Wang", "a wave is coming", "the page is broken", EVENING);
        assertEquals(
                "000007 2.0.0 Wang a wave is coming the page is broken",
                campaign.ask("SELECT CONCAT_WS(' ', release_number, war_version, by_whom, warnings, reason) FROM "
                        + "turntable.war_push ORDER BY id DESC LIMIT 1"));
    }
}
