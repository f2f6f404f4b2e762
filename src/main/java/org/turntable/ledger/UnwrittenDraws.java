package org.turntable.ledger;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.player.DrawKey;
import org.turntable.player.DrawOutcome;
import org.turntable.player.PlayerId;

/**
 * The draws that this node admitted and that MariaDB may not have yet. The stream in Redis has them too; when its state
 * is lost, while MariaDB is away or was a moment ago, this memory is the only place that still knows what players were
 * told. It is limited in bytes: at the limit this node admits no more draws. Thread-safe.
 */
public final class UnwrittenDraws {
    private static final Logger LOG = LoggerFactory.getLogger(UnwrittenDraws.class);

    /** Bytes of one draw on a JVM with compressed pointers, its place in the queue included. */
    static final int BYTES = 72;

    /** One draw, packed: an entry of the stream takes four times as much. */
    static final class Held {
        private final int campaignId;
        private final String campaign;
        private final long epoch;
        private final long playerHigh;
        private final long playerLow;
        private final int number;
        private final int prizeId;
        private final boolean firstVisit;
        private final long entryMs;
        private final int entrySequence;
        private boolean written;

        private Held(DrawEntry entry, String campaign, long epoch) {
            ByteBuffer player = ByteBuffer.wrap(entry.player().bytes());
            String id = entry.entryId();
            int dash = id.indexOf('-');
            campaignId = entry.campaignId();
            this.campaign = campaign;
            this.epoch = epoch;
            playerHigh = player.getLong();
            playerLow = player.getLong();
            number = entry.number();
            prizeId = entry.isCandidate() ? entry.prizeId() : 0;
            firstVisit = entry.firstVisit();
            entryMs = Long.parseLong(id, 0, dash, 10);
            entrySequence = Integer.parseInt(id, dash + 1, id.length(), 10);
        }

        DrawEntry entry() {
            byte[] player = ByteBuffer.allocate(16)
                    .putLong(playerHigh)
                    .putLong(playerLow)
                    .array();
            String id = entryMs + "-" + entrySequence;
            DrawOutcome roll = prizeId == 0 ? DrawOutcome.LOSS : new DrawOutcome.Candidate(prizeId, id);
            return new DrawEntry(new DrawKey(campaignId, PlayerId.of(player), number), id, roll, firstVisit);
        }

        int campaignId() {
            return campaignId;
        }

        /** The uid of its campaign. */
        String campaign() {
            return campaign;
        }

        private boolean isBefore(String entryId) {
            int dash = entryId.indexOf('-');
            long ms = Long.parseLong(entryId, 0, dash, 10);
            return entryMs < ms
                    || entryMs == ms && entrySequence < Long.parseLong(entryId, dash + 1, entryId.length(), 10);
        }
    }

    /** The draws of one campaign, in the order of their admission. */
    private static final class OfCampaign {
        private final Deque<Held> draws = new ArrayDeque<>();
        private final Map<Long, Integer> unwrittenByEpoch = new TreeMap<>();
        private long added;
        private long lostBelow;
        private String campaign = "";
        /** Whether draws of more than one campaign may be held under this number. */
        private boolean mixed;

        private void count(Held draw, int by) {
            unwrittenByEpoch.merge(draw.epoch, by, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
        }

        private int lost() {
            return unwrittenByEpoch.entrySet().stream()
                    .filter(epoch -> epoch.getKey() < lostBelow)
                    .mapToInt(Map.Entry::getValue)
                    .sum();
        }
    }

    private final Map<Integer, OfCampaign> campaigns = new ConcurrentHashMap<>();
    private final AtomicLong size = new AtomicLong();
    private final long most;
    /** Campaigns of which the stream may have lost entries: an entry that is missing there may not be in MariaDB. */
    private final Set<Integer> doubtful = ConcurrentHashMap.newKeySet();

    /** @param mostBytes the limit of its memory */
    public UnwrittenDraws(long mostBytes) {
        this.most = mostBytes / BYTES;
    }

    /** Whether no further draw may be admitted. */
    public boolean isFull() {
        return size.get() >= most;
    }

    /** How many draws are held. */
    public long size() {
        return size.get();
    }

    private OfCampaign of(int campaignId) {
        return campaigns.computeIfAbsent(campaignId, id -> new OfCampaign());
    }

    /**
     * Holds a draw that was admitted in that epoch.
     *
     * @param campaign the uid of its campaign
     */
    Held add(DrawEntry entry, String campaign, long epoch) {
        Held draw = new Held(entry, campaign, epoch);
        OfCampaign of = of(entry.campaignId());
        synchronized (of) {
            of.mixed |= !of.draws.isEmpty() && !campaign.equals(of.campaign);
            of.campaign = campaign;
            of.draws.addLast(draw);
            of.added++;
            of.count(draw, 1);
        }
        size.incrementAndGet();
        return draw;
    }

    /** A draw is committed in MariaDB. */
    void written(Held draw) {
        OfCampaign of = of(draw.campaignId);
        synchronized (of) {
            if (!draw.written) {
                draw.written = true;
                of.count(draw, -1);
            }
            while (!of.draws.isEmpty() && of.draws.peekFirst().written) {
                of.draws.removeFirst();
                size.decrementAndGet();
            }
        }
    }

    /** How many draws of a campaign were added until now; to be taken before the stream is read. */
    long mark(int campaignId) {
        OfCampaign of = of(campaignId);
        synchronized (of) {
            return of.added;
        }
    }

    /**
     * Drops what is not in the stream any more, because somebody has written it: an entry leaves the stream after its
     * commit.
     *
     * @param epoch the epoch that was published after the stream had been read; draws of another one are kept
     * @param oldestId the oldest entry in the stream; null if it was empty
     * @param mark what {@link #mark} gave before the stream was read: younger draws are kept
     */
    void trim(int campaignId, long epoch, String oldestId, long mark) {
        OfCampaign of = of(campaignId);
        synchronized (of) {
            long younger = of.added - mark;
            while (!doubtful.contains(campaignId) && of.draws.size() > younger) {
                Held first = of.draws.peekFirst();
                boolean gone = first.epoch == epoch && (oldestId == null || first.isBefore(oldestId));
                if (!first.written && !gone) {
                    return;
                }
                of.draws.removeFirst();
                size.decrementAndGet();
                if (!first.written) {
                    of.count(first, -1);
                }
            }
        }
    }

    /**
     * The stream of all epochs below that one may be lost: their draws have to be written from here. Draws of another
     * campaign that had the number before are dropped: they are not this one's.
     *
     * @param campaign the uid of the campaign that has the number now
     * @return how many draws of them are not written yet
     */
    public int lost(int campaignId, String campaign, long below) {
        OfCampaign of = of(campaignId);
        synchronized (of) {
            dropOthers(of, campaign);
            of.lostBelow = Math.max(of.lostBelow, below);
            return of.lost();
        }
    }

    /**
     * Another run of Redis answers. Until an epoch is open, draws are kept here also if they are not in its stream: it
     * may have lost them.
     */
    public void doubt() {
        doubtful.addAll(campaigns.keySet());
    }

    /**
     * An epoch is open: the draws of earlier ones have to be written from here, those of this one are in the stream.
     */
    public void opened(int campaignId, String campaign, long epoch) {
        OfCampaign of = of(campaignId);
        synchronized (of) {
            dropOthers(of, campaign);
            of.lostBelow = epoch;
            doubtful.remove(campaignId);
        }
    }

    private void dropOthers(OfCampaign of, String campaign) {
        if (!of.mixed && campaign.equals(of.campaign)) {
            return;
        }
        of.mixed = false;
        of.campaign = campaign;
        int before = of.draws.size();
        of.draws.removeIf(draw -> {
            boolean other = !draw.campaign.equals(campaign);
            if (other && !draw.written) {
                of.count(draw, -1);
            }
            return other;
        });
        int dropped = before - of.draws.size();
        if (dropped > 0) {
            size.addAndGet(-dropped);
            LOG.error("{} draws in memory are not written: their campaign was made anew under its number", dropped);
        }
    }

    /** The next draws that have to be written from here, oldest first, all of one campaign; they stay held. */
    List<Held> nextLost(int most) {
        for (OfCampaign of : campaigns.values()) {
            synchronized (of) {
                List<Held> next = new ArrayList<>();
                if (of.lost() > 0) {
                    for (Held draw : of.draws) {
                        if (!draw.written && draw.epoch < of.lostBelow) {
                            next.add(draw);
                        }
                        if (next.size() == most) {
                            break;
                        }
                    }
                    return next;
                }
            }
        }
        return List.of();
    }
}
