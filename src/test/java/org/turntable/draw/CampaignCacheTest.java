package org.turntable.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.campaign.CampaignState;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.outage.RedisUnavailableException;

class CampaignCacheTest {
    private static final Instant NOW = Instant.parse("2026-10-05T00:00:00Z");

    private final FakeCampaigns campaigns = new FakeCampaigns();
    private final FakeEpochRegistry registry = new FakeEpochRegistry();
    private final CampaignCache plans = new CampaignCache(campaigns, registry, Optional.empty());

    @Test
    void isNotLoadedBeforeTheFirstReadAndIsLoadedAfterItEvenWithoutCampaigns() throws Exception {
        assertFalse(plans.isLoaded());
        plans.reload();
        assertTrue(plans.isLoaded());
        assertEquals(Optional.empty(), plans.current(NOW));
    }

    @Test
    void aCampaignIsFoundByItsPathUntilItIsRemoved() throws Exception {
        Campaign spring = campaign(1, "spring", CampaignState.OPEN, 1, 7);
        campaigns.holds(spring);
        plans.reload();
        assertEquals(Optional.of(spring), plans.bySlug("spring"));
        assertEquals(Optional.empty(), plans.bySlug("autumn"));
        campaigns.holds();
        plans.reload();
        assertEquals(Optional.empty(), plans.bySlug("spring"));
    }

    @Test
    void cachedPlansStayInForceWhileMariaDbIsUnavailable() throws Exception {
        campaigns.holds(campaign(1, "spring", CampaignState.OPEN, 1, 7));
        plans.reload();
        campaigns.becomeUnavailable();
        assertThrows(DatabaseUnavailableException.class, plans::reload);
        assertTrue(plans.bySlug("spring").isPresent());
        assertTrue(plans.isLoaded());
    }

    @Test
    void everyPlanIsAnnouncedEachTimeBecauseAnEpochMayHaveBeenPublishedWithAnOlderOne() throws Exception {
        campaigns.holds(
                new CampaignBuilder().id(1).slug("spring").plan(3).build(),
                new CampaignBuilder().id(2).slug("autumn").plan(5).build());
        plans.reload();
        assertEquals(Map.of(1, 3, 2, 5), registry.announcedPlans());
        registry.open(
                1,
                new Epoch(9, "run-a"),
                PlanStamp.of(new CampaignBuilder().plan(2).build()),
                Map.of());
        plans.reload();
        assertEquals(Map.of(1, 3, 2, 5), registry.announcedPlans());
    }

    @Test
    void aPlanThatWasChangedUnderItsVersionIsReadAgainBeforeItIsTakenForLost() throws Exception {
        Campaign changed = new CampaignBuilder().id(1).plan(3).chances(1, 1).build();
        campaigns.holds(new CampaignBuilder().id(1).plan(3).build());
        plans.reload();
        registry.announces(1, PlanStamp.of(changed));
        campaigns.changeUnnoticed(changed);
        assertEquals(Set.of(), plans.reload());
        assertEquals(changed, plans.bySlug("spring").orElseThrow());
        registry.announces(
                1,
                PlanStamp.of(new CampaignBuilder().id(1).plan(3).chances(2, 2).build()));
        assertEquals(Set.of(1), plans.reload());
    }

    @Test
    void aNewPlanIsInForceEvenWhileRedisIsUnavailable() {
        campaigns.holds(campaign(1, "spring", CampaignState.OPEN, 1, 7));
        registry.becomeUnavailable();
        assertThrows(RedisUnavailableException.class, plans::reload);
        assertTrue(plans.bySlug("spring").isPresent());
        assertTrue(plans.isLoaded());
    }

    @Test
    void theRootLeadsToTheNamedCampaignEvenIfItIsOver() throws Exception {
        CampaignCache named = new CampaignCache(campaigns, registry, Optional.of("past"));
        campaigns.holds(campaign(1, "past", CampaignState.CLOSED, 1, 2), campaign(2, "now", CampaignState.OPEN, 4, 9));
        named.reload();
        assertEquals("past", named.current(NOW).orElseThrow().slug());
    }

    @Test
    void aNamedCampaignThatDoesNotExistIsIgnored() throws Exception {
        CampaignCache named = new CampaignCache(campaigns, registry, Optional.of("typo"));
        campaigns.holds(campaign(2, "now", CampaignState.OPEN, 4, 9));
        named.reload();
        assertEquals("now", named.current(NOW).orElseThrow().slug());
    }

    @Test
    void ofTheOpenOnesTheRootLeadsToTheOneThatOpenedLast() throws Exception {
        assertCurrent(
                "newer",
                campaign(1, "older", CampaignState.OPEN, 1, 20),
                campaign(2, "newer", CampaignState.PAUSED, 3, 9),
                campaign(3, "over", CampaignState.OPEN, 4, 5),
                campaign(4, "next", CampaignState.SCHEDULED, 6, 9));
    }

    @Test
    void withoutAnOpenOneItLeadsToTheNextToCome() throws Exception {
        assertCurrent(
                "next",
                campaign(1, "over", CampaignState.OPEN, 1, 2),
                campaign(2, "later", CampaignState.SCHEDULED, 9, 12),
                campaign(3, "next", CampaignState.SCHEDULED, 7, 20),
                campaign(4, "closed", CampaignState.CLOSED, 6, 30));
    }

    @Test
    void whenAllIsOverItLeadsToTheLastOne() throws Exception {
        assertCurrent(
                "last",
                campaign(1, "first", CampaignState.CLOSED, 1, 2),
                campaign(2, "last", CampaignState.OPEN, 1, 4),
                campaign(3, "second", CampaignState.CLOSED, 2, 3));
    }

    private void assertCurrent(String slug, Campaign... all) throws Exception {
        campaigns.holds(all);
        plans.reload();
        assertEquals(slug, plans.current(NOW).orElseThrow().slug());
    }

    /** A campaign from one day of October 2026 to another. */
    private static Campaign campaign(int id, String slug, CampaignState state, int fromDay, int toDay) {
        return new CampaignBuilder()
                .id(id)
                .slug(slug)
                .state(state)
                .window(
                        Instant.parse("2026-10-%02dT00:00:00Z".formatted(fromDay)),
                        Instant.parse("2026-10-%02dT00:00:00Z".formatted(toDay)))
                .build();
    }

    @Test
    void aCampaignThatWasOpenedAheadOfItsTimeDoesNotTakeTheRootFromTheOneThatRuns() throws Exception {
        CampaignCache plans = new CampaignCache(
                new FakeCampaigns()
                        .holds(
                                new CampaignBuilder()
                                        .id(1)
                                        .slug("runs")
                                        .window(
                                                Instant.parse("2026-10-01T00:00:00Z"),
                                                Instant.parse("2026-10-08T00:00:00Z"))
                                        .build(),
                                new CampaignBuilder()
                                        .id(2)
                                        .slug("ahead")
                                        .window(
                                                Instant.parse("2026-10-10T00:00:00Z"),
                                                Instant.parse("2026-10-12T00:00:00Z"))
                                        .build()),
                new FakeEpochRegistry(),
                Optional.empty());
        plans.reload();
        assertEquals(
                "runs",
                plans.current(Instant.parse("2026-10-05T00:00:00Z"))
                        .orElseThrow()
                        .slug());
    }
}
