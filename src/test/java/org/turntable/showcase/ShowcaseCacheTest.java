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
import org.turntable.outage.DatabaseUnavailableException;

class ShowcaseCacheTest {
    private static final Instant DURING = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant AFTERWARDS = Instant.parse("2027-01-01T00:00:01Z");
    private static final Picture PICTURE = Picture.of("image/png", 1, 1, new byte[] {1});

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Campaign campaign = new CampaignBuilder().prize(1, 10, 5).build();
    private Instant now = DURING;
    private final Stored stored = new Stored();
    private final ShowcaseCache cache = new ShowcaseCache(stored, () -> List.of(campaign), () -> now);

    @BeforeEach
    void listen() {
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(ShowcaseCache.class);
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        Logger logger = (Logger) LoggerFactory.getLogger(ShowcaseCache.class);
        logger.setLevel(null);
        logger.detachAppender(log);
    }

    @Test
    void aCampaignHasAPlainShowcaseBeforeTheFirstRead() {
        assertSame(Showcase.PLAIN, cache.of(campaign));
        assertEquals(Optional.empty(), cache.picture(PICTURE.fileName()));
    }

    @Test
    void themeAndRulesAreReadAgainOnlyWhenTheirVersionChanges() {
        cache.refresh();
        cache.refresh();
        assertEquals(1, stored.publishedReads);
        stored.version = 2;
        stored.theme = new Theme(Map.of(), Map.of(), Map.of("banner", PICTURE));
        cache.refresh();
        assertEquals(2, stored.publishedReads);
        assertEquals(stored.theme, cache.of(campaign).theme());
        assertEquals(Optional.of(PICTURE), cache.picture(PICTURE.fileName()));
    }

    @Test
    void theCacheKeepsItsContentWhileTheDatabaseIsUnavailableAndLogsItOnce() {
        cache.refresh();
        Showcase held = cache.of(campaign);
        stored.away = true;
        cache.refresh();
        cache.refresh();
        assertSame(held, cache.of(campaign));
        assertEquals(1, log.list.size());
        stored.away = false;
        cache.refresh();
        assertEquals("the showcases are read again", log.list.get(1).getFormattedMessage());
    }

    @Test
    void aSoldOutPrizeIsDetectedWithinAFewRefreshes() {
        cache.refresh();
        stored.soldOut = Set.of(1);
        for (int i = 0; i < 5; i++) {
            cache.refresh();
        }
        assertEquals(Set.of(1), cache.of(campaign).soldOut());
    }

    @Test
    void winnersAreReadAfterTheEndAndNotBefore() {
        cache.refresh();
        assertEquals(List.of(), cache.of(campaign).winners());
        assertEquals(0, stored.winnersReads);
        now = AFTERWARDS;
        for (int i = 0; i < 30; i++) {
            cache.refresh();
        }
        assertEquals(1, cache.of(campaign).winners().size());
        assertEquals(1, stored.winnersReads, "once, and again only after a minute");
        for (int i = 0; i < 60; i++) {
            cache.refresh();
        }
        assertEquals(2, stored.winnersReads, "wins of the last draws may still be confirmed");
        now = AFTERWARDS.plusSeconds(2 * 86_400);
        for (int i = 0; i < 600; i++) {
            cache.refresh();
        }
        assertEquals(2, stored.winnersReads, "two days later hardly ever");
    }

    @Test
    void aPlanThatDiffersFromThePublishedRulesIsLoggedOnceForEachPlan() {
        String text = RulesText.of(campaign);
        stored.rules = List.of(new RulesVersion(1, text, RulesText.sha256(text), null, DURING));
        cache.refresh();
        assertEquals(0, log.list.size());
        campaign = new CampaignBuilder().prize(1, 1, 5).plan(2).build();
        cache.refresh();
        cache.refresh();
        assertEquals(
                List.of("the plan of campaign spring differs from version 1 of its published rules: publish the "
                        + "change, or revert it"),
                log.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
    }

    private static final class Stored implements Showcases {
        private long version = 1;
        private Theme theme = Theme.DEFAULT;
        private List<RulesVersion> rules = List.of();
        private Set<Integer> soldOut = Set.of();
        private boolean away;
        private int publishedReads;
        private int winnersReads;

        @Override
        public Map<Integer, Long> versions() throws DatabaseUnavailableException {
            if (away) {
                throw new DatabaseUnavailableException("nobody answers", null);
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
