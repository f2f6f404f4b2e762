package org.turntable.signal;

import java.util.Comparator;
import org.turntable.player.PlayerId;

/** A player in a campaign. In the order of the primary key, so that two nodes lock rows in the same order. */
public record PlayerKey(int campaignId, PlayerId player) implements Comparable<PlayerKey> {
    private static final Comparator<PlayerKey> ORDER =
            Comparator.comparingInt(PlayerKey::campaignId).thenComparing(PlayerKey::player);

    @Override
    public int compareTo(PlayerKey other) {
        return ORDER.compare(this, other);
    }
}
