package org.turntable.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.draw.PlayerBlockRegistry.Answer;
import org.turntable.draw.PlayerBlocks.NotConfirmedException;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.player.PlayerId;
import org.turntable.player.Players;

class PlayerBlocksTest {
    private static final Campaign CAMPAIGN = new CampaignBuilder().build();
    private static final PlayerId ANNA = Players.player(1);

    private final List<String> steps = new ArrayList<>();
    private final Store store = new Store();
    private boolean redisIsAway;
    private Answer answer = new Answer.Applied(3);
    private final PlayerBlocks blocks = new PlayerBlocks(store, this::apply);

    @Test
    void aBlockIsStoredInMariaDbThenAppliedInRedisAndThenConfirmed() throws Exception {
        blocks.block(CAMPAIGN, ANNA, "Wang", "a script");
        assertEquals(List.of("store true Wang a script", "apply true 101", "confirm 101"), steps);
    }

    @Test
    void anUnblockTakesTheSameWay() throws Exception {
        blocks.unblock(CAMPAIGN, ANNA, "Li Na", "a mistake");
        assertEquals(List.of("store false Li Na a mistake", "apply false 101", "confirm 101"), steps);
    }

    @Test
    void aRepeatIsANewerChange() throws Exception {
        redisIsAway = true;
        assertThrows(NotConfirmedException.class, () -> blocks.block(CAMPAIGN, ANNA, "Wang", "a script"));
        redisIsAway = false;
        blocks.block(CAMPAIGN, ANNA, "Wang", "a script");
        assertEquals(
                List.of(
                        "store true Wang a script",
                        "apply true 101",
                        "store true Wang a script",
                        "apply true 102",
                        "confirm 102"),
                steps);
    }

    @Test
    void aChangeThatMariaDbDoesNotStoreIsNotAppliedInRedis() {
        store.isAway = true;
        assertThrows(DatabaseUnavailableException.class, () -> blocks.block(CAMPAIGN, ANNA, "Wang", "a script"));
        assertEquals(List.of(), steps);
    }

    @Test
    void aChangeThatRedisDoesNotApplyIsNotConfirmedAndTheOperatorIsTold() {
        redisIsAway = true;
        assertRefused("the Redis for draws does not answer: repeat it");
        redisIsAway = false;
        answer = new Answer.Closed();
        assertRefused("are not open");
        answer = new Answer.Newer();
        assertRefused("a newer change of this player is in effect");
        assertTrue(steps.stream().noneMatch(step -> step.startsWith("confirm")), steps.toString());
    }

    @Test
    void aChangeInARedisThatWasReplacedIsNotConfirmed() {
        store.current = 4;
        assertRefused("are not open");
        assertEquals(List.of("store true Wang a script", "apply true 101"), steps);
    }

    @Test
    void authorAndReasonAreRequiredAndFitTheirColumns() {
        for (String author : new String[] {null, "", " ", "w".repeat(61)}) {
            assertThrows(IllegalArgumentException.class, () -> blocks.block(CAMPAIGN, ANNA, author, "a script"));
        }
        for (String reason : new String[] {null, "", " ", "r".repeat(201)}) {
            assertThrows(IllegalArgumentException.class, () -> blocks.unblock(CAMPAIGN, ANNA, "Wang", reason));
        }
        assertEquals(List.of(), steps);
    }

    private void assertRefused(String message) {
        NotConfirmedException refused =
                assertThrows(NotConfirmedException.class, () -> blocks.block(CAMPAIGN, ANNA, "Wang", "a script"));
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
    }

    private Answer apply(Campaign campaign, PlayerId player, BlockState change) {
        assertEquals(CAMPAIGN, campaign);
        assertEquals(ANNA, player);
        steps.add("apply " + change.blocked() + " " + change.revision());
        if (redisIsAway) {
            throw new RedisUnavailableException("away", null);
        }
        return answer;
    }

    private final class Store implements PlayerBlockStore {
        private boolean isAway;
        private long revision = 100;
        private long current = 3;

        @Override
        public long change(int campaignId, PlayerId player, boolean blocked, String by, String reason)
                throws DatabaseUnavailableException {
            assertEquals(CAMPAIGN.id(), campaignId);
            assertEquals(ANNA, player);
            if (isAway) {
                throw new DatabaseUnavailableException("away", null);
            }
            steps.add("store " + blocked + " " + by + " " + reason);
            return ++revision;
        }

        @Override
        public boolean confirm(int campaignId, PlayerId player, long confirmed, long epoch) {
            if (epoch != current) {
                return false;
            }
            steps.add("confirm " + confirmed);
            return true;
        }

        @Override
        public List<Entry> list(int campaignId) {
            return List.of();
        }
    }
}
