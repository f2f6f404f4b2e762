package org.turntable.draw;

import java.util.List;
import org.turntable.campaign.Campaign;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.player.PlayerId;

/**
 * Blocks and unblocks players of a campaign. A change is stored in MariaDB first and then applied in Redis. The other
 * order could lose a block: if Redis lost its state in between, the player would be loaded without it. A method that
 * returns has done both; one that throws may have done a part, and repeating it is safe.
 */
public final class PlayerBlocks {
    private static final int LONGEST_AUTHOR = 60;
    private static final int LONGEST_REASON = 200;

    private final PlayerBlockStore store;
    private final PlayerBlockRegistry registry;

    /**
     * @param store blocked players in MariaDB
     * @param registry blocked players in Redis
     */
    public PlayerBlocks(PlayerBlockStore store, PlayerBlockRegistry registry) {
        this.store = store;
        this.registry = registry;
    }

    /** A change is stored in MariaDB and not confirmed by Redis; the message tells operators what to do. */
    public static final class NotConfirmedException extends Exception {
        private static final long serialVersionUID = 1L;

        NotConfirmedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Blocks a player: from now on every node refuses the player's draws, also repeated ones. Blocking a blocked player
     * replaces author, reason and time.
     *
     * @param by the author, 1 to 60 characters
     * @param reason why, 1 to 200 characters
     * @throws IllegalArgumentException if author or reason are empty or too long
     * @throws DatabaseUnavailableException if MariaDB does not answer: to be repeated
     * @throws NotConfirmedException if Redis does not confirm it: to be repeated
     */
    public void block(Campaign campaign, PlayerId player, String by, String reason)
            throws DatabaseUnavailableException, NotConfirmedException {
        change(campaign, player, true, by, reason);
    }

    /** Ends a block; parameters and exceptions are those of {@link #block}. A player who is not blocked stays so. */
    public void unblock(Campaign campaign, PlayerId player, String by, String reason)
            throws DatabaseUnavailableException, NotConfirmedException {
        change(campaign, player, false, by, reason);
    }

    /** The blocked players of a campaign, and those with a change that has to be repeated; newest change first. */
    public List<PlayerBlockStore.Entry> list(Campaign campaign) throws DatabaseUnavailableException {
        return store.list(campaign.id());
    }

    private void change(Campaign campaign, PlayerId player, boolean blocked, String by, String reason)
            throws DatabaseUnavailableException, NotConfirmedException {
        check("the author", by, LONGEST_AUTHOR);
        check("the reason", reason, LONGEST_REASON);
        long revision = store.change(campaign.id(), player, blocked, by, reason);
        PlayerBlockRegistry.Answer answer;
        try {
            answer = registry.apply(campaign, player, new BlockState(blocked, revision));
        } catch (RedisUnavailableException unavailable) {
            throw new NotConfirmedException(
                    "the change is stored, and the Redis for draws does not answer: repeat it", unavailable);
        }
        if (answer instanceof PlayerBlockRegistry.Answer.Newer) {
            throw new NotConfirmedException(
                    "a newer change of this player is in effect: look at the list before you repeat yours", null);
        }
        // A Redis that was replaced may still answer: then MariaDB has a later epoch than it has.
        if (!(answer instanceof PlayerBlockRegistry.Answer.Applied applied)
                || !store.confirm(campaign.id(), player, revision, applied.epoch())) {
            throw new NotConfirmedException(
                    "the change is stored, and draws of this campaign are not open on the Redis for draws: "
                            + "repeat it when they are",
                    null);
        }
    }

    private static void check(String what, String text, int longest) {
        if (text == null || text.isBlank() || text.length() > longest) {
            throw new IllegalArgumentException(what + " has 1 to " + longest + " characters");
        }
    }
}
