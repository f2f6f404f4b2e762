package org.turntable.reimport;

import java.time.Instant;

/**
 * A stranded win that waits for a person, or did; or what became of its prize, where that is not clear.
 *
 * @param id         its number, by which persons name it
 * @param campaignId the campaign here
 * @param win        the win; its unit is not told where the conflict is about what became of its prize
 * @param kind       why it is one
 * @param standing   where it is about what became of the prize: the number of the draw here that won it; else 0
 * @param detail     what a person has to know to decide; null for nothing. Nothing that a winner told stands in it
 * @param claimed    whether something hangs on the win in the stranded database; null where nobody looked
 * @param verdict    what was decided; null while it waits
 * @param settled    what became of it; null until it was carried out
 * @param trouble    why it could not be carried out when it was tried; null for nothing
 */
public record Conflict(long id, int campaignId, Win win, ConflictKind kind, int standing, String detail, Boolean claimed, Verdict verdict,
        Settled settled, String trouble) {
    static final int LONGEST_DETAIL = 400;

    /**
     * One that is not recorded yet.
     *
     * @param win      the win
     * @param kind     why
     * @param standing as in {@link Conflict}
     * @param detail   as in {@link Conflict}
     * @param claimed  as in {@link Conflict}
     */
    public record Found(Win win, ConflictKind kind, int standing, String detail, boolean claimed) {
    }

    /**
     * What a person decided.
     *
     * @param decision what becomes of the win
     * @param by       who decided
     * @param reason   why
     * @param at       when
     */
    public record Verdict(Decision decision, String by, String reason, Instant at) {
    }

    /**
     * What became of it.
     *
     * @param at      when
     * @param number  the draw that holds the win now; 0 when it was dropped
     * @param ordinal the unit that it holds; 0 when it was dropped
     */
    public record Settled(Instant at, int number, int ordinal) {
    }

    /** Whether a person has to say what becomes of it: nobody did yet, or what was said could not be done. */
    public boolean isWaiting() {
        return settled == null && (verdict == null || trouble != null);
    }
}
