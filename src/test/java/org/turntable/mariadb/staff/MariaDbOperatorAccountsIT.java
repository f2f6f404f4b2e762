package org.turntable.mariadb.staff;

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
import org.turntable.staff.OperatorAccounts;
import org.turntable.staff.OperatorAccounts.Account;
import org.turntable.staff.PasswordHash;

class MariaDbOperatorAccountsIT {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final PasswordHash HASH = PasswordHash.of("first", RANDOM);
    private static final Instant NOW = Instant.parse("2026-10-01T12:00:00.123Z");
    private static MigratedDatabase database;

    private OperatorAccounts accounts;

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
        database.server().execute("TRUNCATE turntable.operator", "TRUNCATE turntable.operator_change");
        accounts = new MariaDbOperatorAccounts(database.pool());
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
        accounts.attempt("li.na", NOW);
        accounts.reset("li.na", other, "王丽", NOW);
        assertEquals(2, accounts.find("li.na").orElseThrow().generation());
        assertEquals(other.text(), accounts.find("li.na").orElseThrow().hash().text());
        assertEquals(0, accounts.find("li.na").orElseThrow().lock().failures());
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
    void ofManyConcurrentAttemptsFiveAreCountedAndTheOthersAreLockedOut() throws Exception {
        List<CompletableFuture<Boolean>> attempts = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return accounts.attempt("li.na", NOW)
                                .orElseThrow()
                                .lock()
                                .isLocked(NOW);
                    } catch (DatabaseUnavailableException away) {
                        throw new IllegalStateException(away);
                    }
                }))
                .toList();
        assertEquals(5, attempts.stream().filter(attempt -> !attempt.join()).count());
        assertEquals(5, accounts.find("li.na").orElseThrow().lock().failures(), "a closed lock counts no further");
        Instant later = NOW.plusSeconds(60);
        assertFalse(accounts.attempt("li.na", later).orElseThrow().lock().isLocked(later));
        accounts.succeeded("li.na", later);
        assertEquals(0, accounts.find("li.na").orElseThrow().lock().failures());
        assertEquals(later, accounts.find("li.na").orElseThrow().lastIn());
        assertTrue(accounts.attempt("nobody", NOW).isEmpty());
    }

    @Test
    void anInvalidHashAllowsNoSignIn() {
        database.server().execute("UPDATE turntable.operator SET password_hash = 'secret'");
        assertThrows(DatabaseUnavailableException.class, () -> accounts.attempt("li.na", NOW));
    }

    @Test
    void anUnavailableDatabaseIsReported() {
        try (HikariDataSource gone = MariaDbPools.forTool(database.access("turntable_app"))) {
            gone.close();
            assertThrows(DatabaseUnavailableException.class, () -> new MariaDbOperatorAccounts(gone).find("li.na"));
        }
    }
}
