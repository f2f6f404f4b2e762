package org.turntable.mariadb.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.turntable.player.Players.player;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.claim.CouponCodes;
import org.turntable.claim.CouponCodes.Unit;
import org.turntable.concurrent.Bulkhead;
import org.turntable.mariadb.pool.CampaignOnPair;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.PlayerId;

class MariaDbCouponCodesIT {
    private static final PlayerId ANNA = player(1);
    private static CampaignOnPair there;

    @BeforeAll
    static void start() {
        there = new CampaignOnPair().start();
    }

    @AfterAll
    static void stop() {
        there.close();
    }

    @BeforeEach
    void annaWon() throws Exception {
        there.newCampaign();
        there.store(ANNA, 1, there.prizeId(1), 2);
        there.store(ANNA, 2, there.prizeId(2), 1);
    }

    @Test
    void theOwnerReadsTheCodeAndAPrizeWithoutOneHasNone() throws Exception {
        assertEquals(Map.of(coupon(2), "B"), codes().of(ANNA, List.of(coupon(2), new Unit(there.prizeId(2), 1))));
    }

    @Test
    void anotherPlayerCannotReadTheCodeOfAUnit() throws Exception {
        assertEquals(Map.of(), codes().of(player(2), List.of(coupon(2))));
    }

    @Test
    void theCodeOfAFreeUnitCannotBeRead() throws Exception {
        assertEquals(Map.of(), codes().of(ANNA, List.of(coupon(1), coupon(3))));
    }

    @Test
    void anUnavailableDatabaseIsNotQueried() {
        assertThrows(
                DatabaseUnavailableException.class,
                () -> new MariaDbCouponCodes(there.pool(), () -> false, new Bulkhead(2)).of(ANNA, List.of(coupon(2))));
    }

    private static Unit coupon(int ordinal) {
        return new Unit(there.prizeId(1), ordinal);
    }

    private static CouponCodes codes() {
        return new MariaDbCouponCodes(there.pool(), () -> true, new Bulkhead(2));
    }
}
