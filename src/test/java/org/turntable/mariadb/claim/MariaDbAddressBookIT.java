package org.turntable.mariadb.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.player.Players.player;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.claim.address.AddressAdministration.Author;
import org.turntable.claim.address.AddressAdministration.Parcel;
import org.turntable.claim.address.AddressAdministration.Shipped;
import org.turntable.claim.address.AddressAdministration.Shipping;
import org.turntable.claim.address.AddressBook.Change;
import org.turntable.claim.address.AddressBook.Entry;
import org.turntable.claim.address.PostalAddress;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawKey;
import org.turntable.player.PlayerId;

/**
 * Addresses against a real MariaDB: whose they are, that none is lost, and that a row is no use to who steals or moves
 * it.
 */
class MariaDbAddressBookIT {
    private static final PlayerId ANNA = player(1);
    private static final PlayerId BEN = player(2);
    private static final PostalAddress HOME = new PostalAddress("王小桂", "13800138000", "浙江省", "杭州市", "西湖区", "文三路478号");
    private static final PostalAddress WORK = new PostalAddress("王小桂", "13900139000", "上海市", "上海市", "浦东新区", "世纪大道100号");
    private static final Author WANG = new Author("Wang", "packing");
    private static WonPrizes there;

    private int campaign;
    private DrawKey annas;

    @BeforeAll
    static void start() {
        there = new WonPrizes();
    }

    @AfterAll
    static void stop() {
        there.close();
    }

    @BeforeEach
    void annaWonAWatch() throws Exception {
        there.execute("DELETE FROM turntable.claim_address", "DELETE FROM turntable.claim_action");
        campaign = there.newCampaign();
        annas = there.win(ANNA, 2, WonPrizes.POSTED, 1);
    }

    @Test
    void theWinnerGivesAnAddressAndChangesIt() throws Exception {
        assertEquals(Optional.of(Entry.NONE), book().find(annas));
        assertEquals(Change.DONE, book().put(annas, HOME, 0));
        assertEquals(
                new Entry(1, Optional.of(HOME), Optional.empty()),
                book().find(annas).orElseThrow());
        assertEquals(Change.DONE, book().put(annas, WORK, 1));
        assertEquals(Map.of(2, new Entry(2, Optional.of(WORK), Optional.empty())), book().of(campaign, ANNA));
    }

    @Test
    void anotherPlayerHasNoSuchPrize() throws Exception {
        book().put(annas, HOME, 0);
        DrawKey bens = new DrawKey(campaign, BEN, 2);
        assertEquals(Optional.empty(), book().find(bens));
        assertEquals(Change.NO_SUCH_WIN, book().put(bens, WORK, 0));
        assertEquals(Change.NO_SUCH_WIN, book().withdraw(bens));
        assertEquals(Map.of(), book().of(campaign, BEN));
        assertEquals(Optional.of(HOME), book().find(annas).orElseThrow().address());
    }

    @Test
    void onlyAPostedPrizeOfThisCampaignTakesAnAddress() throws Exception {
        DrawKey coupon = there.win(ANNA, 3, WonPrizes.COUPON, 1);
        there.execute("INSERT INTO turntable.draw (campaign_id, player_id, number, drawn_at, prize_id) SELECT "
                + "campaign_id, player_id, 4, drawn_at, prize_id"
                + " FROM turntable.draw WHERE campaign_id = " + campaign + " AND number = 2");
        for (DrawKey other : List.of(
                coupon,
                new DrawKey(campaign, ANNA, 4),
                new DrawKey(campaign, ANNA, 5),
                new DrawKey(campaign + 1, ANNA, 2))) {
            assertEquals(Change.NO_SUCH_WIN, book().put(other, HOME, 0), other.text());
        }
    }

    @Test
    void aNewerAddressIsNotOverwrittenByAnOlderRevision() throws Exception {
        book().put(annas, HOME, 0);
        assertEquals(Change.CHANGED_MEANWHILE, book().put(annas, WORK, 0));
        assertEquals(Optional.of(HOME), book().find(annas).orElseThrow().address());
        assertEquals(Change.DONE, book().put(annas, WORK, 1));
    }

    @Test
    void theSameAddressAgainIsNotAConflict() throws Exception {
        book().put(annas, HOME, 0);
        assertEquals(Change.DONE, book().put(annas, HOME, 0), "the first answer got lost on its way");
    }

    @Test
    void ofManyFirstAddressesAtTheSameTimeOneIsStoredAndTheOthersConflict() throws Exception {
        for (int round = 0; round < 5; round++) {
            DrawKey draw = there.win(ANNA, 10 + round, WonPrizes.POSTED, 1 + round);
            List<Change> changes = atOnce(
                    6,
                    i -> () -> book().put(
                                    draw,
                                    new PostalAddress(
                                            "王小桂" + "一二三四五六".charAt(i), "13800138000", "浙江省", "杭州市", "西湖区", "路"),
                                    0));
            assertEquals(1, changes.stream().filter(Change.DONE::equals).count(), changes.toString());
            assertEquals(
                    5, changes.stream().filter(Change.CHANGED_MEANWHILE::equals).count(), changes.toString());
            assertEquals(1, book().find(draw).orElseThrow().revision());
        }
    }

    @Test
    void aWithdrawnAddressIsGoneAndANewOneMayBeGiven() throws Exception {
        book().put(annas, HOME, 0);
        assertEquals(Change.DONE, book().withdraw(annas));
        assertEquals(
                "1",
                there.ask("SELECT COUNT(*) FROM turntable.claim_address WHERE sealed IS NULL AND key_id IS NULL AND "
                        + "erased_at IS NOT NULL"));
        Entry erased = book().find(annas).orElseThrow();
        assertEquals(Optional.empty(), erased.address());
        assertEquals(Change.DONE, book().put(annas, WORK, erased.revision()));
    }

    @Test
    void theStoredRowContainsNoPlainText() throws Exception {
        book().put(annas, HOME, 0);
        String row = there.ask("SELECT CONCAT_WS(' ', HEX(sealed), sealed) FROM turntable.claim_address");
        for (String part : List.of("13800138000", "王小桂", "文三路")) {
            assertFalse(
                    row.contains(part)
                            || row.contains(java.util.HexFormat.of()
                                    .withUpperCase()
                                    .formatHex(part.getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                    part);
        }
    }

    @Test
    void rowsThatWereSwappedAreNotShownToTheWrongPlayer() throws Exception {
        DrawKey bens = there.win(BEN, 1, WonPrizes.POSTED, 2);
        book().put(annas, HOME, 0);
        book().put(bens, WORK, 0);
        there.execute(
                "UPDATE turntable.claim_address a JOIN turntable.claim_address b ON a.player_id <> b.player_id AND "
                        + "a.draw_number = 1 SET a.sealed = b.sealed");
        DatabaseUnavailableException failure =
                assertThrows(DatabaseUnavailableException.class, () -> book().find(bens));
        assertTrue(failure.getMessage().contains("copied from another row"), failure::getMessage);
        assertThrows(DatabaseUnavailableException.class, () -> book().put(bens, WORK, 1));
        assertEquals(Optional.of(HOME), book().find(annas).orElseThrow().address());
    }

    @Test
    void anUnavailableDatabaseIsNotQueriedAndCallsBeyondTheLimitFailAtOnce() throws Exception {
        assertThrows(
                DatabaseUnavailableException.class,
                () -> new MariaDbAddressBook(
                                new ClaimTransactions(there.database().pool(), () -> false, 1),
                                WonPrizes.keys(WonPrizes.OLD_KEY))
                        .find(annas));
        ClaimTransactions one = new ClaimTransactions(there.database().pool(), () -> true, 1);
        one.run(connection -> assertThrows(DatabaseUnavailableException.class, () -> one.run(other -> "not reached")));
        assertEquals("given back", one.run(connection -> "given back"));
    }

    @Test
    void theKeyIsRotatedWhileWinnersEnterAddresses() throws Exception {
        for (int i = 0; i < 5; i++) {
            book(WonPrizes.OLD_KEY).put(there.win(player(10 + i), 1, WonPrizes.POSTED, 1 + i), HOME, 0);
        }
        book(WonPrizes.OLD_KEY, WonPrizes.NEW_KEY).put(annas, HOME, 0);
        assertEquals(6, administration(WonPrizes.NEW_KEY, WonPrizes.OLD_KEY).rekey(WANG, done -> {}));
        assertEquals(0, administration(WonPrizes.NEW_KEY, WonPrizes.OLD_KEY).rekey(WANG, done -> {}));
        assertEquals(
                new Entry(1, Optional.of(HOME), Optional.empty()),
                book(WonPrizes.NEW_KEY).find(annas).orElseThrow(),
                "and no revision has moved");
        assertThrows(
                DatabaseUnavailableException.class,
                () -> book(WonPrizes.OLD_KEY).find(annas));
        assertEquals(
                "rekey 6 Wang packing",
                there.ask("SELECT CONCAT_WS(' ', action, row_count, by_whom, reason) FROM turntable.claim_action "
                        + "ORDER BY id LIMIT 1"));
    }

    @Test
    void aMissingKeyStopsTheRotationAndChangesNothing() throws Exception {
        book().put(annas, HOME, 0);
        DatabaseUnavailableException failure = assertThrows(
                DatabaseUnavailableException.class,
                () -> administration(WonPrizes.NEW_KEY).rekey(WANG, done -> {}));
        assertTrue(failure.getMessage().contains("claims.key.previous"), failure::getMessage);
        assertEquals(Optional.of(HOME), book().find(annas).orElseThrow().address());
    }

    @Test
    void aShippedAddressShowsItsShipmentAndCannotBeChanged() throws Exception {
        book().put(annas, HOME, 0);
        List<Shipping> file = List.of(new Shipping(annas, 2, "顺丰速运", "SF1234567890"));
        List<Shipping> trial = List.of(new Shipping(annas, 1, "顺丰速运", "SF1234567890"));
        assertEquals(List.of(Shipped.DONE), administration().ship(campaign, trial, WANG, true));
        assertEquals(Change.DONE, book().put(annas, HOME, 1), "a trial recorded nothing");
        assertEquals(List.of(Shipped.DONE), administration().ship(campaign, file, WANG, false));
        assertEquals(List.of(Shipped.THE_SAME), administration().ship(campaign, file, WANG, false));
        assertEquals(Change.SHIPPED, book().put(annas, WORK, 3));
        assertEquals(Change.SHIPPED, book().withdraw(annas));
        assertEquals(
                "SF1234567890",
                book().find(annas).orElseThrow().shipment().orElseThrow().tracking());
        assertEquals("1", there.ask("SELECT COUNT(*) FROM turntable.claim_action WHERE action = 'ship'"));
    }

    @Test
    void aFileWithOneInvalidParcelRecordsNone() throws Exception {
        book().put(annas, HOME, 0);
        DrawKey without = there.win(BEN, 1, WonPrizes.POSTED, 2);
        DrawKey erased = there.win(BEN, 3, WonPrizes.POSTED, 3);
        book().put(erased, HOME, 0);
        book().withdraw(erased);
        assertEquals(
                List.of(Shipped.DONE, Shipped.UNKNOWN, Shipped.ERASED, Shipped.UNKNOWN),
                administration()
                        .ship(
                                campaign,
                                List.of(
                                        new Shipping(annas, 1, "顺丰", "SF1234"),
                                        new Shipping(without, 1, "顺丰", "SF1235"),
                                        new Shipping(erased, 1, "顺丰", "SF1236"),
                                        new Shipping(new DrawKey(campaign + 1, ANNA, 2), 1, "顺丰", "SF1237")),
                                WANG,
                                false));
        assertEquals(Optional.empty(), book().find(annas).orElseThrow().shipment());
    }

    @Test
    void aParcelWhoseAddressWasChangedAfterTheExportIsNotRecordedAndTheOthersAre() throws Exception {
        DrawKey bens = there.win(BEN, 1, WonPrizes.POSTED, 2);
        DrawKey withdrawn = there.win(BEN, 3, WonPrizes.POSTED, 3);
        for (DrawKey draw : List.of(annas, bens, withdrawn)) {
            book().put(draw, HOME, 0);
        }
        List<Shipping> sent = new ArrayList<>();
        administration()
                .parcels(
                        campaign,
                        true,
                        parcel -> sent.add(new Shipping(parcel.draw(), parcel.revision(), "顺丰", "SF1234")));
        assertEquals(Change.DONE, book().put(annas, WORK, 1), "between the export and the shipment");
        assertEquals(Change.DONE, book().withdraw(withdrawn));
        Map<DrawKey, Shipped> outcomes = new HashMap<>();
        List<Shipped> results = administration().ship(campaign, sent, WANG, false);
        for (int i = 0; i < results.size(); i++) {
            outcomes.put(sent.get(i).draw(), results.get(i));
        }
        assertEquals(Map.of(annas, Shipped.CHANGED, bens, Shipped.DONE, withdrawn, Shipped.ERASED), outcomes);
        assertEquals(Optional.empty(), book().find(annas).orElseThrow().shipment());
        assertEquals(
                "SF1234",
                book().find(bens).orElseThrow().shipment().orElseThrow().tracking());
        assertEquals("1", there.ask("SELECT SUM(row_count) FROM turntable.claim_action WHERE action = 'ship'"));
        assertEquals(
                List.of(Shipped.DONE),
                administration().ship(campaign, List.of(new Shipping(annas, 2, "顺丰", "SF1235")), WANG, false),
                "with the revision of the next export");
    }

    @Test
    void aNewKeyOrTheSameFileAgainIsNoChangeOfTheAddress() throws Exception {
        book().put(annas, HOME, 0);
        administration(WonPrizes.NEW_KEY, WonPrizes.OLD_KEY).rekey(WANG, done -> {});
        List<Shipping> sent = List.of(new Shipping(annas, 1, "顺丰", "SF1234"));
        assertEquals(List.of(Shipped.DONE), administration().ship(campaign, sent, WANG, false));
        assertEquals(List.of(Shipped.THE_SAME), administration().ship(campaign, sent, WANG, false));
    }

    @Test
    void anExportIsRecordedAndContainsEveryParcelOnce() throws Exception {
        book().put(annas, HOME, 0);
        for (int i = 1; i < 5; i++) {
            book().put(there.win(BEN, i, WonPrizes.POSTED, 1 + i), WORK, 0);
        }
        administration().ship(campaign, List.of(new Shipping(annas, 1, "顺丰", "SF1234")), WANG, false);
        assertEquals(4, administration().recordExport(campaign, true, WANG));
        assertEquals(
                "export 4 Wang",
                there.ask("SELECT CONCAT_WS(' ', action, row_count, by_whom) FROM turntable.claim_action WHERE "
                        + "action = 'export'"));
        assertEquals(4, parcels(true).size());
        List<Parcel> all = parcels(false);
        assertEquals(5, all.stream().map(Parcel::draw).distinct().count());
        assertEquals("手表", all.get(0).prize());
        there.newCampaign();
        assertEquals(0, parcels(false).size(), "another campaign's");
    }

    @Test
    void onlyAddressesAfterTheirRetentionPeriodAreErased() throws Exception {
        book().put(annas, HOME, 0);
        DrawKey fresh = there.win(BEN, 1, WonPrizes.POSTED, 2);
        DrawKey waiting = there.win(BEN, 2, WonPrizes.POSTED, 3);
        book().put(fresh, WORK, 0);
        book().put(waiting, WORK, 0);
        administration()
                .ship(
                        campaign,
                        List.of(new Shipping(annas, 1, "顺丰", "SF1234"), new Shipping(fresh, 1, "顺丰", "SF1235")),
                        WANG,
                        false);
        there.execute("UPDATE turntable.claim_address SET shipped_at = UTC_TIMESTAMP(3) - INTERVAL 91 DAY WHERE "
                + "draw_number = 2 AND shipped_at IS NOT NULL");
        assertEquals(1, administration().eraseAfter(Duration.ofDays(90), WANG));
        assertEquals(Optional.empty(), book().find(annas).orElseThrow().address());
        assertEquals(
                "SF1234",
                book().find(annas).orElseThrow().shipment().orElseThrow().tracking(),
                "that it was sent is no personal matter");
        assertEquals(Optional.of(WORK), book().find(fresh).orElseThrow().address());
        assertEquals(Optional.of(WORK), book().find(waiting).orElseThrow().address(), "the campaign has not ended");

        there.execute(
                "UPDATE turntable.campaign SET opens_at = '2020-01-01', closes_at = UTC_TIMESTAMP(3) - INTERVAL 91 "
                        + "DAY WHERE id = "
                        + campaign);
        assertEquals(1, administration().eraseAfter(Duration.ofDays(90), WANG));
        assertEquals(Optional.empty(), book().find(waiting).orElseThrow().address(), "it never left");
        assertEquals(Optional.of(WORK), book().find(fresh).orElseThrow().address());
        assertEquals(0, administration().eraseAfter(Duration.ofDays(90), WANG));
        assertEquals("2", there.ask("SELECT COUNT(*) FROM turntable.claim_action WHERE action = 'erase'"));
    }

    @Test
    void oneAddressIsErasedAtItsWinnersRequest() throws Exception {
        book().put(annas, HOME, 0);
        assertTrue(administration().erase(annas, WANG));
        assertFalse(administration().erase(annas, WANG));
        assertEquals(Optional.empty(), book().find(annas).orElseThrow().address());
    }

    @Test
    void theQueriesOfAPlayersPageReadFewRows() throws Exception {
        for (int i = 0; i < 300; i++) {
            there.execute(
                    "INSERT INTO turntable.claim_address (campaign_id, player_id, draw_number, prize_id, revision, "
                            + "key_id, sealed, consented_at, changed_at) VALUES ("
                            + campaign + ", UNHEX(LPAD(HEX(" + (1000 + i)
                            + "), 32, '0')), 1, 1, 1, '00000000', 'x', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))");
        }
        book().put(annas, HOME, 0);
        assertEquals(1, rowsRead(() -> book().of(campaign, ANNA)));
        assertEquals(3, rowsRead(() -> book().find(annas)), "the draw, its prize, the address");
    }

    private interface Reading {
        void read() throws Exception;
    }

    private static long rowsRead(Reading reading) throws Exception {
        long before = rowsRead();
        reading.read();
        return rowsRead() - before;
    }

    private static long rowsRead() {
        return Long.parseLong(
                there.ask("SELECT COALESCE(SUM(ROWS_READ), 0) FROM information_schema.TABLE_STATISTICS WHERE "
                        + "TABLE_SCHEMA = 'turntable'"));
    }

    private List<Parcel> parcels(boolean unshipped) throws DatabaseUnavailableException {
        List<Parcel> parcels = new ArrayList<>();
        int newest = Integer.parseInt(there.ask("SELECT MAX(id) FROM turntable.campaign"));
        administration().parcels(newest, unshipped, parcels::add);
        return parcels;
    }

    private interface Numbered<T> {
        Callable<T> of(int number);
    }

    private static <T> List<T> atOnce(int threads, Numbered<T> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier together = new CyclicBarrier(threads);
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Callable<T> one = work.of(i);
                running.add(pool.submit(() -> {
                    together.await();
                    return one.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    private static MariaDbAddressBook book(String... secrets) {
        return new MariaDbAddressBook(
                there.line(), WonPrizes.keys(secrets.length == 0 ? new String[] {WonPrizes.OLD_KEY} : secrets));
    }

    private static MariaDbAddressAdministration administration(String... secrets) {
        return new MariaDbAddressAdministration(
                there.line(), WonPrizes.keys(secrets.length == 0 ? new String[] {WonPrizes.OLD_KEY} : secrets));
    }
}
