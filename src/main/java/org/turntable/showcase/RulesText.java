package org.turntable.showcase;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.LocalizedText;
import org.turntable.campaign.Prize;

/**
 * The rules of a campaign as plain text: everything that the law requires to be published, in a fixed order and format.
 * The same plan always gives the same bytes, so that the hash shows any change; it can be recomputed from the download.
 */
public final class RulesText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

    private RulesText() {}

    /** The text; each line ends with a line feed, also the last one. */
    public static String of(Campaign campaign) {
        StringBuilder text = new StringBuilder();
        line(text, "转盘抽奖活动规则 Rules of the wheel of fortune (format 1)");
        line(text, "");
        line(text, "活动 Campaign: " + both(campaign.name()) + " (/c/" + campaign.slug() + ")");
        line(text, "主办方 Organiser: " + both(campaign.organiser()));
        line(text, "开始 Opens: " + at(campaign, campaign.opensAt()));
        line(text, "结束 Closes: " + at(campaign, campaign.closesAt()));
        line(text, "时区 Time zone: " + campaign.zone().getId());
        line(text, "每人每天次数 Draws per player and day: " + campaign.chancesPerDay());
        line(text, "每人总次数 Draws per player in all: " + campaign.chancesInAll());
        line(text, "");
        line(text, "奖品 | 类型 | 数量 | 每次抽奖的中奖概率 | 每人最多");
        line(text, "Prize | kind | quantity | odds of every draw | most per player");
        long losing = campaign.odds().base();
        for (Prize prize : campaign.prizes()) {
            losing -= prize.weight();
            line(
                    text,
                    prize.position() + ". " + both(prize.name()) + " | "
                            + prize.kind().word() + " | " + prize.stock() + " | " + prize.weight() + "/"
                            + campaign.odds().base() + " | "
                            + (prize.perPlayerLimit() == 0 ? "-" : prize.perPlayerLimit()));
        }
        line(text, "未中奖 No prize: " + losing + "/" + campaign.odds().base());
        line(text, "");
        line(text, "投放 Release: 所有奖品按同一进度投放 / one shape for all prizes");
        for (Prize prize : campaign.prizes()) {
            if (prize.releaseReason() != null) {
                line(text, "单独进度 A shape of its own: " + prize.position() + ". " + prize.releaseReason());
            }
        }
        line(text, "");
        line(text, "领奖方式 How to redeem:");
        line(text, campaign.howToRedeem().chinese());
        if (campaign.howToRedeem().english() != null) {
            line(text, campaign.howToRedeem().english());
        }
        return text.toString();
    }

    /** The SHA-256 of a text in UTF-8, as 64 lower-case hex digits, as {@code sha256sum} prints it for the download. */
    public static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static String both(LocalizedText text) {
        return text.english() == null ? text.chinese() : text.chinese() + " / " + text.english();
    }

    private static String at(Campaign campaign, Instant instant) {
        return TIME.format(instant.atZone(campaign.zone()));
    }

    private static void line(StringBuilder text, String line) {
        text.append(line.replace("\r\n", "\n").replace('\r', '\n')).append('\n');
    }
}
