package org.turntable.tool.mariadb.reimport;

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
import org.turntable.claim.ClaimKeys;
import org.turntable.player.DrawKey;
import org.turntable.tool.reimport.row.AddressRow;
import org.turntable.tool.reimport.row.ClaimRow;
import org.turntable.tool.reimport.row.DrawLocation;
import org.turntable.tool.reimport.row.PacketRow;
import org.turntable.tool.reimport.row.PlayerDrawKey;
import org.turntable.tool.reimport.row.SealedText;

class ClaimKeySealerTest {
    private static final String OLD = "an old secret of more than thirty-two characters";
    private static final String NEW = "a new secret of more than thirty-two characters!";
    private static final DrawLocation THERE = new DrawLocation(4, new PlayerDrawKey(player(7), 1));
    private static final DrawLocation HERE = new DrawLocation(70, new PlayerDrawKey(player(7), 3));
    private static final ClaimRow ADDRESS =
            new AddressRow(THERE.key(), 11, 1, null, Instant.EPOCH, Instant.EPOCH, null, Instant.EPOCH);
    private static final ClaimRow PACKET = new PacketRow(
            THERE.key(),
            11,
            100,
            PacketRow.State.ASKED,
            null,
            1,
            Instant.EPOCH,
            false,
            null,
            null,
            Instant.EPOCH,
            null,
            null,
            null);

    private static ClaimKeys keys(String... secrets) {
        return new ClaimKeys(List.of(secrets), new SecureRandom());
    }

    private static DrawKey draw(DrawLocation place) {
        return new DrawKey(place.campaignId(), place.key().player(), place.key().number());
    }

    private static SealedText sealed(ClaimKeys keys, String use, String text) {
        ClaimKeys.Sealed sealed = keys.seal(use, draw(THERE), text);
        return new SealedText(sealed.keyId(), sealed.bytes());
    }

    @Test
    void aDrawHasOneKeyForEncryptionAndForThePartner() {
        assertEquals(draw(THERE).text(), THERE.text());
    }

    @Test
    void dataIsEncryptedForTheOtherDrawWithTheCurrentKey() throws Exception {
        SealedText sealed = sealed(keys(OLD), "address", "文三路478号");
        ClaimKeys nodes = keys(NEW, OLD);
        SealedText moved = new ClaimKeySealer(Optional.of(nodes))
                .reseal(ADDRESS, sealed, THERE, HERE)
                .orElseThrow();
        assertEquals(keys(NEW).currentId(), moved.keyId());
        assertEquals("文三路478号", nodes.open("address", draw(HERE), new ClaimKeys.Sealed(moved.keyId(), moved.bytes())));
        SealedText openid = new ClaimKeySealer(Optional.of(nodes))
                .reseal(PACKET, sealed(keys(OLD), "openid", "oAnna"), THERE, HERE)
                .orElseThrow();
        assertEquals("oAnna", nodes.open("openid", draw(HERE), new ClaimKeys.Sealed(openid.keyId(), openid.bytes())));
    }

    @Test
    void withEqualDrawKeysNothingIsDecryptedOrEncrypted() {
        SealedText damaged = new SealedText(keys(OLD).currentId(), new byte[40]);
        assertSame(
                damaged,
                new ClaimKeySealer(Optional.of(keys(NEW, OLD)))
                        .reseal(ADDRESS, damaged, THERE, THERE)
                        .orElseThrow());
    }

    @Test
    void unreadableDataIsNotResealed() {
        SealedText sealed = sealed(keys(OLD), "address", "x");
        assertTrue(
                new ClaimKeySealer(Optional.of(keys(NEW)))
                        .reseal(ADDRESS, sealed, THERE, THERE)
                        .isEmpty(),
                "a key that the nodes do not have");
        assertTrue(
                new ClaimKeySealer(Optional.empty())
                        .reseal(ADDRESS, sealed, THERE, THERE)
                        .isEmpty(),
                "no key at all");
        sealed.bytes()[20] ^= 1;
        assertTrue(
                new ClaimKeySealer(Optional.of(keys(OLD)))
                        .reseal(ADDRESS, sealed, THERE, HERE)
                        .isEmpty(),
                "it was changed");
        assertTrue(
                new ClaimKeySealer(Optional.of(keys(OLD)))
                        .reseal(PACKET, sealed(keys(OLD), "address", "x"), THERE, HERE)
                        .isEmpty(),
                "it is sealed to another use");
    }

    @Test
    void aComparisonDecryptsNothing() {
        SealedText damaged = new SealedText(keys(OLD).currentId(), new byte[40]);
        assertSame(
                damaged,
                new ClaimKeySealer(Optional.of(keys(OLD)))
                        .withoutDecryption()
                        .reseal(ADDRESS, damaged, THERE, HERE)
                        .orElseThrow());
        assertTrue(new ClaimKeySealer(Optional.of(keys(NEW)))
                .withoutDecryption()
                .reseal(ADDRESS, damaged, THERE, HERE)
                .isEmpty());
        assertFalse(new ClaimKeySealer(Optional.empty()).withoutDecryption().hasKey(damaged.keyId()));
    }
}
