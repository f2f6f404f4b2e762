package org.turntable.mariadb.player;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.player.Players.player;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.mariadb.MigratedDatabase;
import org.turntable.mariadb.pool.MariaDbPools;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.Identity;
import org.turntable.player.PlayerId;
import org.turntable.player.RevocationStore;
import org.turntable.player.Revocations;

class MariaDbRevocationsIT {
    private static final PlayerId ANNA = player(1);
    private static MigratedDatabase database;

    private RevocationStore store;

    @BeforeAll
    static void start() {
        database = new MigratedDatabase(true);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void emptyTables() {
        database.server().execute("TRUNCATE turntable.identity_revocation");
        store = new MariaDbRevocations(database.pool());
    }

    @Test
    void aRevocationIsReadBackWithItsLatestTimeAndItsAuthorIsStored() throws Exception {
        assertEquals(Map.of(), store.since(Instant.EPOCH));
        Instant first = store.revoke(ANNA, "王丽", "手机丢了");
        Instant second = store.revoke(ANNA, "Li Na", "again");
        store.revoke(player(2), "Li Na", "another");
        assertEquals(second, store.since(Instant.EPOCH).get(ANNA));
        assertTrue(second.isAfter(first));
        assertEquals(2, store.since(Instant.EPOCH).size());
        assertEquals(
                "王丽 手机丢了",
                database.server()
                        .ask("SELECT CONCAT_WS(' ', by_whom, reason) FROM turntable.identity_revocation ORDER "
                                + "BY id LIMIT 1"));
    }

    @Test
    void anIdentityOfAClockAheadOfTheDatabasesIsRevokedAndSoIsTheNextOne() throws Exception {
        Revocations revocations = new Revocations();
        revocations.replace(Map.of());
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(20));
        Identity stolen = new Identity(ANNA, revocations.issueTime(ANNA, ahead.instant()));
        store.revoke(ANNA, "a", "b");
        revocations.replace(store.since(Instant.EPOCH));
        assertTrue(revocations.covers(stolen));
        Identity next = new Identity(ANNA, revocations.issueTime(ANNA, ahead.instant()));
        assertFalse(revocations.covers(next));
        store.revoke(ANNA, "a", "stolen again, in the same second");
        revocations.replace(store.since(Instant.EPOCH));
        assertTrue(revocations.covers(next));
    }

    @Test
    void theTimeIsUtcInAnyTimeZoneOfTheServer() throws Exception {
        database.server().execute("SET GLOBAL time_zone = '+08:00'");
        try (HikariDataSource inChina = MariaDbPools.forTool(database.access("turntable_app"))) {
            Duration off = Duration.between(new MariaDbRevocations(inChina).revoke(ANNA, "a", "b"), Instant.now())
                    .abs();
            assertTrue(off.compareTo(Duration.ofMinutes(1)) < 0, off.toString());
        } finally {
            database.server().execute("SET GLOBAL time_zone = 'SYSTEM'");
        }
    }

    @Test
    void revocationsOlderThanAnyCookieAreNotRead() throws Exception {
        Instant revoked = store.revoke(ANNA, "a", "b");
        assertEquals(Map.of(), store.since(revoked));
        assertEquals(1, store.since(revoked.minusMillis(1)).size());
    }

    @Test
    void anUnavailableDatabaseIsReported() {
        MariaDbPools.Access access = database.access("turntable_app");
        try (HikariDataSource nowhere = MariaDbPools.forTool(
                new MariaDbPools.Access(List.of("127.0.0.1:1"), access.database(), access.user(), access.password()))) {
            RevocationStore away = new MariaDbRevocations(nowhere);
            assertThrows(DatabaseUnavailableException.class, () -> away.since(Instant.EPOCH));
            assertThrows(DatabaseUnavailableException.class, () -> away.revoke(ANNA, "a", "b"));
        }
    }
}
