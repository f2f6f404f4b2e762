package org.turntable.tool.reimport.row;

/**
 * The key of a draw in one of the two databases. A winner's data is encrypted for it, and the payment partner
 * identifies a red packet by it.
 *
 * @param campaignId the campaign
 * @param key the draw
 */
public record DrawLocation(int campaignId, PlayerDrawKey key) {
    /** The identifier that the partner uses, such as {@code 7.AAAAAAAAAAAAAAAAAAAAAQ.3}. */
    public String text() {
        return campaignId + "." + key.player() + "." + key.number();
    }
}
