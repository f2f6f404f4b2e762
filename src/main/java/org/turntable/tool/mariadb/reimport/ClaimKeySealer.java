package org.turntable.tool.mariadb.reimport;

import java.util.Optional;
import java.util.Set;
import org.turntable.claim.ClaimKeys;
import org.turntable.claim.ClaimKeys.UnreadableException;
import org.turntable.mariadb.claim.MariaDbAddressBook;
import org.turntable.mariadb.claim.MariaDbRedPackets;
import org.turntable.player.DrawKey;
import org.turntable.tool.reimport.row.AddressRow;
import org.turntable.tool.reimport.row.ClaimRow;
import org.turntable.tool.reimport.row.DrawLocation;
import org.turntable.tool.reimport.row.SealedText;
import org.turntable.tool.reimport.rule.ClaimSealer;

/**
 * Encrypts with the keys of the nodes, in the same way as the adapters of claims. Plain text is only in memory, for the
 * time of one call.
 */
public final class ClaimKeySealer implements ClaimSealer {
    private final ClaimKeys keys;
    private final Set<String> known;

    /** @param keys the keys of the nodes; empty where they have none */
    public ClaimKeySealer(Optional<ClaimKeys> keys) {
        this.keys = keys.orElse(null);
        this.known = keys.map(ClaimKeys::ids).orElse(Set.of());
    }

    @Override
    public boolean hasKey(String keyId) {
        return known.contains(keyId);
    }

    @Override
    public Optional<SealedText> reseal(ClaimRow claim, SealedText sealed, DrawLocation from, DrawLocation to) {
        if (!hasKey(sealed.keyId())) {
            return Optional.empty();
        }
        if (from.equals(to)) {
            return Optional.of(sealed);
        }
        String use = claim instanceof AddressRow ? MariaDbAddressBook.USE : MariaDbRedPackets.USE;
        try {
            ClaimKeys.Sealed resealed = keys.seal(
                    use, draw(to), keys.open(use, draw(from), new ClaimKeys.Sealed(sealed.keyId(), sealed.bytes())));
            return Optional.of(new SealedText(resealed.keyId(), resealed.bytes()));
        } catch (UnreadableException tampered) {
            return Optional.empty();
        }
    }

    private static DrawKey draw(DrawLocation location) {
        return new DrawKey(
                location.campaignId(), location.key().player(), location.key().number());
    }
}
