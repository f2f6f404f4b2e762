package org.turntable.draw;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Prize;
import org.turntable.campaign.ReleaseLine;
import org.turntable.outage.DatabaseUnavailableException;

/**
 * What tells a plan from any other: Redis has it beside the epoch, to be compared with that of MariaDB.
 *
 * @param version the plan's version
 * @param campaign the uid of its campaign
 * @param digest of everything that decides a draw. It begins with the number of the formula and the version, so that it
 *     is compared only with a digest of the same formula and version.
 */
public record PlanStamp(int version, String campaign, String digest) {
    /** To be changed with the formula: the digests of two WARs that run side by side must not be compared then. */
    private static final int FORMULA = 1;

    private static final int DIGEST_BYTES = 16;

    /** The stamp of a plan. */
    public static PlanStamp of(Campaign campaign) {
        StringBuilder text = new StringBuilder();
        append(
                text,
                campaign.zone(),
                campaign.opensAt().toEpochMilli(),
                campaign.closesAt().toEpochMilli(),
                campaign.state().word(),
                campaign.chancesPerDay(),
                campaign.chancesInAll(),
                campaign.odds().base());
        for (Prize prize : campaign.prizes()) {
            append(text, prize.id(), prize.position(), prize.weight(), prize.perPlayerLimit(), prize.stock());
            for (ReleaseLine.Point point : prize.release().points()) {
                append(text, "release", point.at().toEpochMilli(), point.sharePpm());
            }
        }
        String prefix = FORMULA + ":" + campaign.planVersion() + ":";
        return new PlanStamp(campaign.planVersion(), campaign.uid(), prefix + digest(text.toString()));
    }

    /** The plan of this node and in MariaDB, compared with that in Redis. */
    enum Comparison {
        SAME,
        /** This node has to read the campaign again before it may hold the epoch. */
        STALE,
        /** MariaDB does not have what Redis has. */
        LOST
    }

    /**
     * Compares the plan in Redis with MariaDB's. A plan is announced after its commit, so MariaDB is read after Redis:
     * then another plan in Redis is one that MariaDB has lost, unless it is this node's plan that is old.
     *
     * @param isSuspect whether a difference was seen before
     */
    static Comparison compare(
            Campaign campaign, EpochRegistry registry, EpochStore store, String runId, boolean isSuspect)
            throws DatabaseUnavailableException {
        EpochRegistry.Announced announced = registry.announcePlan(campaign.id(), of(campaign), runId);
        boolean isNewer = announced.difference() == EpochRegistry.Difference.NEWER;
        if (announced.difference() == EpochRegistry.Difference.NONE || isNewer && !isSuspect) {
            return Comparison.SAME;
        }
        Optional<EpochStore.StoredPlan> stored = store.plan(campaign.id());
        if (isNewer) {
            return stored.isPresent() && stored.get().version() < announced.version()
                    ? Comparison.LOST
                    : Comparison.SAME;
        }
        boolean isStored = stored.isPresent()
                && stored.get().equals(new EpochStore.StoredPlan(campaign.planVersion(), campaign.uid()));
        return isSuspect && isStored ? Comparison.LOST : Comparison.STALE;
    }

    private static void append(StringBuilder text, Object... values) {
        for (Object value : values) {
            text.append(value).append('|');
        }
        text.append('\n');
    }

    private static String digest(String text) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(whole, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
