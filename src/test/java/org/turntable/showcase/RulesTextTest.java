package org.turntable.showcase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.campaign.CampaignState;

class RulesTextTest {
    @Test
    void theTextContainsEverythingThatTheLawRequires() {
        assertEquals("""
                转盘抽奖活动规则 Rules of the wheel of fortune (format 1)

                活动 Campaign: 春天 / Spring (/c/spring)
                主办方 Organiser: 春天 / Spring
                开始 Opens: 2026-01-01T08:00:00+08:00
                结束 Closes: 2027-01-01T08:00:00+08:00
                时区 Time zone: Asia/Shanghai
                每人每天次数 Draws per player and day: 3
                每人总次数 Draws per player in all: 12

                奖品 | 类型 | 数量 | 每次抽奖的中奖概率 | 每人最多
                Prize | kind | quantity | odds of every draw | most per player
                1. 奖品1 / Prize 1 | coupon | 5 | 10/1000 | -
                2. 奖品2 / Prize 2 | coupon | 70 | 200/1000 | -
                未中奖 No prize: 790/1000

                投放 Release: 所有奖品按同一进度投放 / one shape for all prizes

                领奖方式 How to redeem:
                春天
                Spring
                """, RulesText.of(campaign().build()));
    }

    @Test
    void aPauseDoesNotChangeTheRulesAndAnotherQuantityDoes() {
        String text = RulesText.of(campaign().build());
        assertEquals(
                text,
                RulesText.of(campaign().state(CampaignState.PAUSED).plan(9).build()));
        assertNotEquals(text, RulesText.of(campaign().prize(3, 1, 1).build()));
        assertNotEquals(text, RulesText.of(campaign().chances(3, 13).build()));
    }

    @Test
    void theHashIsThatOfSha256sum() {
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", RulesText.sha256("abc"));
    }

    @Test
    void aVersionWithAChangedTextIsRejected() {
        String text = RulesText.of(campaign().build());
        new RulesVersion(1, text, RulesText.sha256(text), null, Instant.EPOCH);
        assertThrows(
                IllegalArgumentException.class,
                () -> new RulesVersion(
                        1, text.replace("10/1000", "11/1000"), RulesText.sha256(text), null, Instant.EPOCH));
    }

    private static CampaignBuilder campaign() {
        return new CampaignBuilder().chances(3, 12).prize(1, 10, 5).prize(2, 200, 70);
    }
}
