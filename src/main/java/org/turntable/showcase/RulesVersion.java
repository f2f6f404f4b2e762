package org.turntable.showcase;

import java.time.Instant;
import java.util.Objects;
import org.turntable.campaign.LocalText;

/**
 * Rules that were published, and cannot be changed any more.
 *
 * @param number      from 1; a change is a new number
 * @param text        as {@link RulesText} writes it
 * @param sha256      of that text, 64 hexadecimal digits
 * @param notice      what changed and why, for players; null for the first version
 * @param publishedAt when
 */
public record RulesVersion(int number, String text, String sha256, LocalText notice, Instant publishedAt) {
    public RulesVersion {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(publishedAt, "publishedAt");
        if (!RulesText.sha256(text).equals(sha256)) {
            throw new IllegalArgumentException("version " + number + " of the rules is not the text that was published: its hash is another one");
        }
    }
}
