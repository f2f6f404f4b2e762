package org.turntable.reimport.row;

import java.time.Instant;

/**
 * A row of {@code claim_action}: somebody exported, shipped, erased or re-encrypted addresses. Whoever asks later who saw an address has to
 * find it.
 *
 * @param id         its number in the database from which it was read
 * @param campaignId the campaign there; 0 for all
 * @param action     what was done
 * @param rows       winners it is about
 * @param by         who did it
 * @param reason     why
 * @param at         when
 */
public record ActionRow(long id, int campaignId, String action, int rows, String by, String reason, Instant at) {
}
