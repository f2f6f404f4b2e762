package org.turntable.console;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignState;
import org.turntable.campaign.LocalizedText;
import org.turntable.campaign.Odds;
import org.turntable.campaign.Prize;
import org.turntable.campaign.PrizeKind;
import org.turntable.campaign.ReleaseLine;

/** The sample campaign of {@link ConsoleWarmUp}. */
final class ConsoleSample {
    private ConsoleSample() {}

    static Campaign campaign() {
        LocalizedText text = new LocalizedText("金秋七天乐", "Seven Golden Days");
        Instant opens = Instant.parse("2026-09-24T02:00:00Z");
        Prize prize = new Prize(1, 1, text, PrizeKind.COUPON, 1, 0, 100, ReleaseLine.AT_ONCE, null);
        return new Campaign(
                1,
                "golden-days",
                text,
                text,
                text,
                ZoneId.of("Asia/Shanghai"),
                opens,
                opens.plus(Duration.ofDays(7)),
                CampaignState.OPEN,
                3,
                15,
                new Odds(100, List.of(prize)),
                1,
                "sample");
    }
}
