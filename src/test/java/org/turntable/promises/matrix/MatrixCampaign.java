package org.turntable.promises.matrix;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.turntable.campaign.CampaignAdministration.CampaignDefinition;
import org.turntable.campaign.CampaignAdministration.PrizeDefinition;
import org.turntable.campaign.LocalizedText;
import org.turntable.campaign.PrizeKind;
import org.turntable.campaign.ReleaseLine;
import org.turntable.testing.system.SampleCampaigns;

/** The campaigns of the matrix. In half of the cells the stock lasts beyond the fault, in half it ends about then. */
enum MatrixCampaign {
    /** One prize, all of it released from the start. */
    ONE_PRIZE {
        @Override
        CampaignDefinition definition(String slug, Random random) {
            return SampleCampaigns.onePrize(slug, units(random), 50, CHANCES, CHANCES);
        }
    },
    /** Six prizes of different weights, released over two minutes. */
    SIX_PRIZES {
        @Override
        CampaignDefinition definition(String slug, Random random) {
            Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            List<PrizeDefinition> prizes = new ArrayList<>();
            int weight = 20;
            for (int number = 1; number <= 6; number++) {
                LocalizedText name = new LocalizedText("奖品" + number, "Prize " + number);
                // Two of six may be won by one player no more than twice.
                int limit = number % 3 == 0 ? 2 : 0;
                prizes.add(PrizeDefinition.of(
                        name, PrizeKind.COUPON, weight, limit, Math.max(10, units(random) / 5), List.of()));
                weight = Math.max(3, weight - 4);
            }
            return new CampaignDefinition(
                    slug,
                    new LocalizedText("测试活动", "Trial"),
                    new LocalizedText("主办方", "Organiser"),
                    new LocalizedText("凭码兑换", "Show the code"),
                    ZoneId.of("Asia/Shanghai"),
                    now.minus(1, ChronoUnit.DAYS),
                    now.plus(6, ChronoUnit.DAYS),
                    CHANCES,
                    CHANCES,
                    100,
                    new ReleaseLine(List.of(
                            new ReleaseLine.Point(now, ReleaseLine.WHOLE / 5),
                            new ReleaseLine.Point(now.plusSeconds(120), ReleaseLine.WHOLE))),
                    prizes);
        }
    };

    /** A player's draws, on a day and in all. */
    static final int CHANCES = 10;

    abstract CampaignDefinition definition(String slug, Random random);

    private static int units(Random random) {
        return random.nextBoolean() ? 50 + random.nextInt(250) : 1_500 + random.nextInt(1_000);
    }
}
