package org.turntable.reimport.row;

/**
 * A draw together with its campaign, in one of the two databases: what a winner's words are sealed to, and the key by which the partner
 * knows a red packet for ever.
 *
 * @param campaignId the campaign
 * @param key        the draw
 */
public record Place(int campaignId, DrawKey key) {
    /** As the partner knows it, such as {@code 7.AAAAAAAAAAAAAAAAAAAAAQ.3}. */
    public String text() {
        return campaignId + "." + key.player() + "." + key.number();
    }
}
