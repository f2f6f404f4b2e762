package org.turntable.mariadb.staff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.mariadb.MigratedDatabase;
import org.turntable.mariadb.pool.MariaDbPools;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.staff.EnrolmentToken;
import org.turntable.staff.OperatorAccounts;
import org.turntable.staff.OperatorAccounts.Account;
import org.turntable.staff.OperatorFactors;
import org.turntable.staff.PasswordHash;

class MariaDbOperatorAccountsIT {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final PasswordHash HASH = PasswordHash.of("first", RANDOM);
    private static final Instant NOW = Instant.parse("2026-10-01T12:00:00.123Z");
    private static MigratedDatabase database;

    private static final byte[] TOKEN = EnrolmentToken.hash("k7mn-2wxa");
    private static final OperatorFactors.NewFactor FACTOR = new OperatorFactors.NewFactor(
            new byte[48], 100, List.of(EnrolmentToken.hash("first"), EnrolmentToken.hash("second")));

    private final OperatorFactors.Enrolment enrolment = new OperatorFactors.Enrolment(TOKEN, NOW.plusSeconds(60));
    private OperatorAccounts accounts;
    private OperatorFactors factors;

    @BeforeAll
    static void start() {
        database = new MigratedDatabase(true);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void emptyTables() throws Exception {
        database.server()
                .execute(
                        "DELETE FROM turntable.operator_recovery_code",
                        "DELETE FROM turntable.operator",
                        "TRUNCATE turntable.operator_change");
        accounts = new MariaDbOperatorAccounts(database.pool());
        factors = new MariaDbOperatorFactors(database.pool());
        accounts.add("li.na", HASH, "Wang", NOW);
    }

    @Test
    void anAccountIsReadBackAndItsNameIsUnique() throws Exception {
        Account account = accounts.find("li.na").orElseThrow();
        assertEquals(HASH.text(), account.hash().text());
        assertTrue(account.enabled());
        assertNull(account.lastIn());
        assertTrue(accounts.find("Li.Na").isEmpty(), "names are compared byte by byte");
        assertThrows(OperatorAccounts.RefusedException.class, () -> accounts.add("li.na", HASH, "Wang", NOW));
        accounts.add("chen", HASH, "Wang", NOW);
        assertEquals(
                List.of("chen", "li.na"),
                accounts.all().stream().map(Account::name).toList());
        assertEquals(
                "add,add",
                database.server().ask("SELECT GROUP_CONCAT(what ORDER BY id) FROM turntable.operator_change"));
    }

    @Test
    void everyChangeEndsSessionsAndIsRecorded() throws Exception {
        PasswordHash other = PasswordHash.of("second", RANDOM);
        accounts.reset("li.na", other, "王丽", NOW);
        assertEquals(2, accounts.find("li.na").orElseThrow().generation());
        assertEquals(other.text(), accounts.find("li.na").orElseThrow().hash().text());
        accounts.enable("li.na", false, "Wang", NOW);
        assertFalse(accounts.find("li.na").orElseThrow().enabled());
        accounts.enable("li.na", true, "Wang", NOW);
        assertEquals(4, accounts.find("li.na").orElseThrow().generation());
        assertEquals(
                "add Wang,reset 王丽,disable Wang,enable Wang",
                database.server()
                        .ask("SELECT GROUP_CONCAT(what, ' ', by_whom ORDER BY id) FROM turntable.operator_change"));
        assertThrows(OperatorAccounts.RefusedException.class, () -> accounts.reset("nobody", other, "Wang", NOW));
        assertThrows(OperatorAccounts.RefusedException.class, () -> accounts.enable("nobody", false, "Wang", NOW));
    }

    @Test
    void ofManyNodesThatGetOneCodeOneAcceptsItAndAnEarlierCodeIsRefused() throws Exception {
        setUp(100);
        List<CompletableFuture<Boolean>> uses = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return new MariaDbOperatorFactors(database.pool()).useStep("li.na", 101);
                    } catch (DatabaseUnavailableException away) {
                        throw new IllegalStateException(away);
                    }
                }))
                .toList();
        assertEquals(1, uses.stream().filter(CompletableFuture::join).count());
        assertFalse(factors.useStep("li.na", 100));
        assertTrue(factors.useStep("li.na", 102));
        assertFalse(factors.useStep("nobody", 103));
    }

    @Test
    void aTokenSetsUpOneFactorAndEndsSessions() throws Exception {
        assertThrows(OperatorAccounts.RefusedException.class, () -> factors.enrol("nobody", enrolment, "Wang", NOW));
        factors.enrol("li.na", enrolment, "Wang", NOW);
        assertArrayEquals(TOKEN, factors.enrolment("li.na").orElseThrow().tokenHash());
        assertFalse(factors.setUp("li.na", new byte[32], FACTOR, NOW), "another token");
        assertFalse(factors.setUp("li.na", TOKEN, FACTOR, NOW.plusSeconds(60)), "too late");
        accounts.enable("li.na", false, "Wang", NOW);
        assertFalse(factors.setUp("li.na", TOKEN, FACTOR, NOW), "a disabled account");
        accounts.enable("li.na", true, "Wang", NOW);
        assertTrue(factors.setUp("li.na", TOKEN, FACTOR, NOW));
        assertFalse(factors.setUp("li.na", TOKEN, FACTOR, NOW), "a token is good once");
        Account account = accounts.find("li.na").orElseThrow();
        assertEquals(4, account.generation());
        assertArrayEquals(FACTOR.sealed(), account.factor().orElseThrow());
        assertFalse(factors.useStep("li.na", FACTOR.step()), "the code of the set-up was used");
        assertThrows(
                OperatorAccounts.RefusedException.class,
                () -> factors.enrol("li.na", enrolment, "Wang", NOW),
                "a factor is not replaced by a token alone");
    }

    @Test
    void aRecoveryCodeIsGoodOnceAndAResetRemovesAllOfThem() throws Exception {
        setUp(100);
        byte[] code = FACTOR.recovery().get(0);
        assertFalse(factors.useRecoveryCode("li.na", new byte[32], NOW));
        assertTrue(factors.useRecoveryCode("li.na", code, NOW));
        assertFalse(factors.useRecoveryCode("li.na", code, NOW));
        factors.reset("li.na", enrolment, "王丽", "a lost phone", NOW);
        assertFalse(factors.useRecoveryCode("li.na", FACTOR.recovery().get(1), NOW));
        assertTrue(accounts.find("li.na").orElseThrow().factor().isEmpty());
        assertEquals(3, accounts.find("li.na").orElseThrow().generation());
        assertEquals(
                "add Wang -,enrol Wang -,factor-set li.na -,factor-reset 王丽 a lost phone",
                database.server()
                        .ask("SELECT GROUP_CONCAT(what, ' ', by_whom, ' ', COALESCE(reason, '-') ORDER BY id) "
                                + "FROM turntable.operator_change"));
        assertTrue(factors.setUp("li.na", TOKEN, FACTOR, NOW), "the reset made a token");
    }

    private void setUp(long step) throws Exception {
        factors.enrol("li.na", enrolment, "Wang", NOW);
        assertTrue(factors.setUp(
                "li.na", TOKEN, new OperatorFactors.NewFactor(new byte[48], step, FACTOR.recovery()), NOW));
    }

    @Test
    void anInvalidHashAllowsNoSignIn() {
        database.server().execute("UPDATE turntable.operator SET password_hash = 'secret'");
        assertThrows(DatabaseUnavailableException.class, () -> accounts.find("li.na"));
    }

    @Test
    void anUnavailableDatabaseIsReported() {
        try (HikariDataSource gone = MariaDbPools.forTool(database.access("turntable_app"))) {
            gone.close();
            assertThrows(DatabaseUnavailableException.class, () -> new MariaDbOperatorAccounts(gone).find("li.na"));
        }
    }
}
