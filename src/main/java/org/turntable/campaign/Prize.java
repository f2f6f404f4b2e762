package org.turntable.campaign;

import java.util.Objects;

/**
 * One prize of a campaign.
 *
 * @param id             its key in the database
 * @param position       its place on the wheel and in lists, from 1
 * @param name           what players read
 * @param kind           how it reaches the winner
 * @param weight         its chances out of {@link Campaign#oddsBase()}, exact
 * @param perPlayerLimit how many of it one player may win; 0 means any number
 * @param stock          all its units, given out or not
 * @param release        how its stock is let out over time
 * @param releaseReason  why that differs from the campaign's other prizes; null where it does not
 */
public record Prize(int id, int position, LocalText name, PrizeKind kind, int weight, int perPlayerLimit, long stock,
                    ReleaseLine release, String releaseReason) {
    public Prize {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(release, "release");
        if (weight < 0 || perPlayerLimit < 0 || stock < 0) {
            throw new IllegalArgumentException("prize " + id + ": weight, limit and stock are 0 or more");
        }
    }
}
