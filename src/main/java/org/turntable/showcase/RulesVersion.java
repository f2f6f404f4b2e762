package org.turntable.showcase;

import java.time.Instant;
import java.util.Objects;
import org.turntable.campaign.LocalizedText;

/**
 * A published version of the rules; it cannot be changed.
 *
 * @param number from 1; each change is a new number
 * @param text as made by {@link RulesText}
 * @param sha256 of that text, 64 hexadecimal digits
 * @param notice what changed and why, for players; null for the first version
 * @param publishedAt when it was published
 */
public record RulesVersion(int number, String text, String sha256, LocalizedText notice, Instant publishedAt) {
    public RulesVersion {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(publishedAt, "publishedAt");
        if (!RulesText.sha256(text).equals(sha256)) {
            throw new IllegalArgumentException("version " + number
                    + " of the rules does not match its hash: the text was changed after it was published");
        }
    }
}
