package org.turntable.mariadb.reimport;

import java.util.Optional;
import java.util.Set;
import org.turntable.award.ClaimKeys.Unreadable;
import org.turntable.award.ClaimKeys;
import org.turntable.award.WonDraw;
import org.turntable.mariadb.MariaDbAddressBook;
import org.turntable.mariadb.MariaDbRedPackets;
import org.turntable.reimport.Seals;
import org.turntable.reimport.row.AddressRow;
import org.turntable.reimport.row.ClaimRow;
import org.turntable.reimport.row.Place;
import org.turntable.reimport.row.Sealed;

/** Seals as the claims' adapters make them. A text is in memory for a moment, as when keys are exchanged, and nowhere else. */
public final class ClaimSeals implements Seals {
    private final ClaimKeys keys;
    private final Set<String> known;

    /** @param keys those of the nodes; empty where they have none */
    public ClaimSeals(Optional<ClaimKeys> keys) {
        this.keys = keys.orElse(null);
        this.known = keys.map(ClaimKeys::ids).orElse(Set.of());
    }

    @Override
    public boolean knows(String keyId) {
        return known.contains(keyId);
    }

    @Override
    public Optional<Sealed> move(ClaimRow claim, Sealed sealed, Place from, Place to) {
        if (!knows(sealed.keyId())) {
            return Optional.empty();
        }
        if (from.equals(to)) {
            return Optional.of(sealed);
        }
        String use = claim instanceof AddressRow ? MariaDbAddressBook.USE : MariaDbRedPackets.USE;
        try {
            ClaimKeys.Sealed moved = keys.seal(use, draw(to), keys.open(use, draw(from), new ClaimKeys.Sealed(sealed.keyId(), sealed.bytes())));
            return Optional.of(new Sealed(moved.keyId(), moved.bytes()));
        } catch (Unreadable changed) {
            return Optional.empty();
        }
    }

    private static WonDraw draw(Place place) {
        return new WonDraw(place.campaignId(), place.key().player(), place.key().number());
    }
}
