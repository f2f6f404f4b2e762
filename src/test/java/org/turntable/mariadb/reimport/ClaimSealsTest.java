package org.turntable.mariadb.reimport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.player.Players.player;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.turntable.award.ClaimKeys;
import org.turntable.award.WonDraw;
import org.turntable.reimport.row.AddressRow;
import org.turntable.reimport.row.ClaimRow;
import org.turntable.reimport.row.DrawKey;
import org.turntable.reimport.row.PacketRow;
import org.turntable.reimport.row.Place;
import org.turntable.reimport.row.Sealed;

class ClaimSealsTest {
    private static final String OLD = "an old secret of more than thirty-two characters";
    private static final String NEW = "a new secret of more than thirty-two characters!";
    private static final Place THERE = new Place(4, new DrawKey(player(7), 1));
    private static final Place HERE = new Place(70, new DrawKey(player(7), 3));
    private static final ClaimRow ADDRESS = new AddressRow(THERE.key(), 11, 1, null, Instant.EPOCH, Instant.EPOCH, null, Instant.EPOCH);
    private static final ClaimRow PACKET = new PacketRow(THERE.key(), 11, 100, PacketRow.State.ASKED, null, 1, Instant.EPOCH, false, null, null,
            Instant.EPOCH, null, null, null);

    private static ClaimKeys keys(String... secrets) {
        return new ClaimKeys(List.of(secrets), new SecureRandom());
    }

    private static WonDraw draw(Place place) {
        return new WonDraw(place.campaignId(), place.key().player(), place.key().number());
    }

    private static Sealed sealed(ClaimKeys keys, String use, String text) {
        ClaimKeys.Sealed sealed = keys.seal(use, draw(THERE), text);
        return new Sealed(sealed.keyId(), sealed.bytes());
    }

    @Test
    void aDrawHasOneNameForSealsAndForThePartner() {
        assertEquals(draw(THERE).text(), THERE.text());
    }

    @Test
    void whatIsSealedToOneDrawIsReadAtTheOtherAndWithTheKeyThatWrites() throws Exception {
        Sealed sealed = sealed(keys(OLD), "address", "文三路478号");
        ClaimKeys nodes = keys(NEW, OLD);
        Sealed moved = new ClaimSeals(Optional.of(nodes)).move(ADDRESS, sealed, THERE, HERE).orElseThrow();
        assertEquals(keys(NEW).currentId(), moved.keyId());
        assertEquals("文三路478号", nodes.open("address", draw(HERE), new ClaimKeys.Sealed(moved.keyId(), moved.bytes())));
        Sealed openid = new ClaimSeals(Optional.of(nodes)).move(PACKET, sealed(keys(OLD), "openid", "oAnna"), THERE, HERE).orElseThrow();
        assertEquals("oAnna", nodes.open("openid", draw(HERE), new ClaimKeys.Sealed(openid.keyId(), openid.bytes())));
    }

    @Test
    void whereTheDrawIsTheSameNothingIsOpenedAndNothingSealed() {
        Sealed damaged = new Sealed(keys(OLD).currentId(), new byte[40]);
        assertSame(damaged, new ClaimSeals(Optional.of(keys(NEW, OLD))).move(ADDRESS, damaged, THERE, THERE).orElseThrow());
    }

    @Test
    void whatCannotBeReadIsNotMoved() {
        Sealed sealed = sealed(keys(OLD), "address", "x");
        assertTrue(new ClaimSeals(Optional.of(keys(NEW))).move(ADDRESS, sealed, THERE, THERE).isEmpty(), "a key that the nodes do not have");
        assertTrue(new ClaimSeals(Optional.empty()).move(ADDRESS, sealed, THERE, THERE).isEmpty(), "no key at all");
        sealed.bytes()[20] ^= 1;
        assertTrue(new ClaimSeals(Optional.of(keys(OLD))).move(ADDRESS, sealed, THERE, HERE).isEmpty(), "it was changed");
        assertTrue(new ClaimSeals(Optional.of(keys(OLD))).move(PACKET, sealed(keys(OLD), "address", "x"), THERE, HERE).isEmpty(),
                "it is sealed to another use");
    }

    @Test
    void whoOnlyLooksOpensNothing() {
        Sealed damaged = new Sealed(keys(OLD).currentId(), new byte[40]);
        assertSame(damaged, new ClaimSeals(Optional.of(keys(OLD))).closed().move(ADDRESS, damaged, THERE, HERE).orElseThrow());
        assertTrue(new ClaimSeals(Optional.of(keys(NEW))).closed().move(ADDRESS, damaged, THERE, HERE).isEmpty());
        assertFalse(new ClaimSeals(Optional.empty()).closed().knows(damaged.keyId()));
    }
}
