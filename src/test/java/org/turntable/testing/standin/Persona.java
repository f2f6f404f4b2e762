package org.turntable.testing.standin;

import java.util.List;

/**
 * A user to sign in as.
 *
 * @param id what {@code persona=} names
 * @param openid the same at each sign-in; a virtual one for users with a snapshot page
 * @param follower whether the user follows the account
 * @param snapshot whether WeChat shows a snapshot page
 */
record Persona(String id, String openid, boolean follower, boolean snapshot) {
    /** Always new: the next sign-in is another user. */
    static final String NEW = "new";

    /**
     * A line of the page.
     *
     * @param colour of the avatar
     */
    record Card(
            String id, String chineseName, String englishName, String chineseWord, String englishWord, String colour) {}

    /** Those whom the page shows. */
    static final List<Card> CARDS = List.of(
            new Card("ming", "小明", "Ming", "关注了公众号", "follows the account", "#07c160"),
            new Card("hong", "小红", "Hong", "关注了公众号", "follows the account", "#fa5151"),
            new Card("david", "大卫", "David", "没有关注公众号", "does not follow the account", "#10aeff"),
            new Card(
                    "snapshot",
                    "快照",
                    "Snapshot",
                    "快照页，虚拟身份，不能抽奖",
                    "a snapshot page: a virtual openid that must not draw",
                    "#8a8a8a"),
            new Card(NEW, "新玩家", "New player", "每次都是另一个人", "somebody else each time", "#ffc300"));

    /** The persona of that name: one of the cards, or a new user of that name who does not follow. */
    static Persona of(String id) {
        boolean snapshot = id.equals("snapshot");
        String openid = snapshot || id.equals(NEW) ? "o" + RandomText.of(27) : RandomText.openidFor(id);
        return new Persona(id, openid, id.equals("ming") || id.equals("hong"), snapshot);
    }
}
