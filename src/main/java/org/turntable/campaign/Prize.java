package org.turntable.campaign;

import java.util.Objects;

/**
 * One prize of a campaign.
 *
 * @param id its key in the database
 * @param position its place on the wheel and in lists, from 1
 * @param name shown to players
 * @param kind how it reaches the winner
 * @param weight numerator of its odds; {@link Odds#base()} is the denominator
 * @param perPlayerLimit how many of it one player may win; 0 means any number
 * @param stock the number of its units, won or not
 * @param release when its stock is released
 * @param releaseReason why its release line differs from the campaign's; null when it does not
 */
public record Prize(
        int id,
        int position,
        LocalizedText name,
        PrizeKind kind,
        int weight,
        int perPlayerLimit,
        long stock,
        ReleaseLine release,
        String releaseReason) {
    public Prize {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(release, "release");
        if (weight < 0 || perPlayerLimit < 0 || stock < 0) {
            throw new IllegalArgumentException("prize " + id + ": weight, limit and stock are 0 or more");
        }
    }
}
