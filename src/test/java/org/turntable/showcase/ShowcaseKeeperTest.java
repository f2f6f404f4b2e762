package org.turntable.showcase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.campaign.Campaigns.Unavailable;

class ShowcaseKeeperTest {
    private static final Instant DURING = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant AFTERWARDS = Instant.parse("2027-01-01T00:00:01Z");
    private static final Picture PICTURE = Picture.of("image/png", 1, 1, new byte[] {1});

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Campaign campaign = new CampaignBuilder().prize(1, 10, 5).build();
    private Instant now = DURING;
    private final Stored stored = new Stored();
    private final ShowcaseKeeper keeper = new ShowcaseKeeper(stored, () -> List.of(campaign), () -> now);

    @BeforeEach
    void listen() {
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(ShowcaseKeeper.class);
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        Logger logger = (Logger) LoggerFactory.getLogger(ShowcaseKeeper.class);
        logger.setLevel(null);
        logger.detachAppender(log);
    }

    @Test
    void beforeAnythingIsReadACampaignIsPlain() {
        assertSame(Showcase.PLAIN, keeper.of(campaign));
        assertEquals(Optional.empty(), keeper.picture(PICTURE.fileName()));
    }

    @Test
    void themeAndRulesAreReadAnewOnlyWhenTheirVersionMoves() {
        keeper.refresh();
        keeper.refresh();
        assertEquals(1, stored.publishedReads);
        stored.version = 2;
        stored.theme = new Theme(Map.of(), Map.of(), Map.of("banner", PICTURE));
        keeper.refresh();
        assertEquals(2, stored.publishedReads);
        assertEquals(stored.theme, keeper.of(campaign).theme());
        assertEquals(Optional.of(PICTURE), keeper.picture(PICTURE.fileName()));
    }

    @Test
    void withoutTheDatabaseWhatIsHeldStaysAndIsComplainedOfOnce() {
        keeper.refresh();
        Showcase held = keeper.of(campaign);
        stored.away = true;
        keeper.refresh();
        keeper.refresh();
        assertSame(held, keeper.of(campaign));
        assertEquals(1, log.list.size());
        stored.away = false;
        keeper.refresh();
        assertEquals("the showcases are read again", log.list.get(1).getFormattedMessage());
    }

    @Test
    void aPrizeThatIsUsedUpIsSeenWithinAFewRounds() {
        keeper.refresh();
        stored.soldOut = Set.of(1);
        for (int i = 0; i < 5; i++) {
            keeper.refresh();
        }
        assertEquals(Set.of(1), keeper.of(campaign).soldOut());
    }

    @Test
    void winnersAreNamedAfterTheEndAndNotBefore() {
        keeper.refresh();
        assertEquals(List.of(), keeper.of(campaign).winners());
        assertEquals(0, stored.winnersReads);
        now = AFTERWARDS;
        for (int i = 0; i < 30; i++) {
            keeper.refresh();
        }
        assertEquals(1, keeper.of(campaign).winners().size());
        assertEquals(1, stored.winnersReads, "once, and again only after a minute");
        for (int i = 0; i < 60; i++) {
            keeper.refresh();
        }
        assertEquals(2, stored.winnersReads, "wins of the last draws may still be confirmed");
        now = AFTERWARDS.plusSeconds(2 * 86_400);
        for (int i = 0; i < 600; i++) {
            keeper.refresh();
        }
        assertEquals(2, stored.winnersReads, "two days later hardly ever");
    }

    @Test
    void aPlanThatIsNotThePublishedOneIsComplainedOfOnceAPlan() {
        String text = RulesText.of(campaign);
        stored.rules = List.of(new RulesVersion(1, text, RulesText.sha256(text), null, DURING));
        keeper.refresh();
        assertEquals(0, log.list.size());
        campaign = new CampaignBuilder().prize(1, 1, 5).plan(2).build();
        keeper.refresh();
        keeper.refresh();
        assertEquals(List.of("campaign spring is played by another plan than version 1 of its rules says: publish the change, or take it back"),
                log.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
    }

    private static final class Stored implements Showcases {
        private long version = 1;
        private Theme theme = Theme.USUAL;
        private List<RulesVersion> rules = List.of();
        private Set<Integer> soldOut = Set.of();
        private boolean away;
        private int publishedReads;
        private int winnersReads;

        @Override
        public Map<Integer, Long> versions() throws Unavailable {
            if (away) {
                throw new Unavailable("nobody answers", null);
            }
            return Map.of(7, version);
        }

        @Override
        public Published published(int campaignId) {
            publishedReads++;
            return new Published(theme, rules);
        }

        @Override
        public Set<Integer> soldOut(int campaignId) {
            return soldOut;
        }

        @Override
        public List<Winners> winners(int campaignId, int mostOfEach) {
            winnersReads++;
            return List.of(new Winners(1, 0, List.of()));
        }
    }
}
