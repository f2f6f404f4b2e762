package org.turntable.web.signin;

/**
 * What the page does inside WeChat, after it was loaded.
 *
 * @param signIn whether it signs the player in automatically, once
 * @param script address of WeChat's script
 * @param share the share card
 * @param followCheck whether it checks if the player follows the account
 */
public record WeChatPageOptions(boolean signIn, String script, Share share, boolean followCheck) {
    /**
     * A card that a player sends to others.
     *
     * @param title the campaign's name
     * @param description one line
     * @param link the campaign's address on an entry line
     * @param picture address of a square picture
     */
    public record Share(String title, String description, String link, String picture) {}
}
