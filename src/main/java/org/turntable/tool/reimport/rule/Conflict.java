package org.turntable.tool.reimport.rule;

import java.time.Instant;
import org.turntable.tool.reimport.row.StrandedWin;

/**
 * A stranded win, or its claim, that cannot be imported by rule and needs the decision of a person.
 *
 * @param id its id, by which it is named on the command line
 * @param campaignId the campaign's id in the target
 * @param win the win; without its unit where the conflict is about the claim
 * @param kind the reason
 * @param currentNumber where it is about the claim: the number of the draw in the target that won the prize; else 0
 * @param detail what a person has to know to decide; null for nothing. Holds no personal data of the winner
 * @param claimed whether the stranded database has a claim of the win; null where this was not checked
 * @param decision what was decided; null while it is undecided
 * @param resolution the result; null until the decision is carried out
 * @param failure why the last attempt to carry out the decision failed; null for none
 */
public record Conflict(
        long id,
        int campaignId,
        StrandedWin win,
        ConflictKind kind,
        int currentNumber,
        String detail,
        Boolean claimed,
        RecordedDecision decision,
        Resolution resolution,
        String failure) {
    static final int LONGEST_DETAIL = 400;

    /**
     * A conflict that is not recorded yet.
     *
     * @param win the win
     * @param kind the reason
     * @param currentNumber as in {@link Conflict}
     * @param detail as in {@link Conflict}
     * @param claimed as in {@link Conflict}
     */
    public record NewConflict(StrandedWin win, ConflictKind kind, int currentNumber, String detail, boolean claimed) {}

    /**
     * What a person decided.
     *
     * @param choice what is to be done
     * @param by who decided
     * @param reason why
     * @param at when
     */
    public record RecordedDecision(Decision choice, String by, String reason, Instant at) {}

    /**
     * The result of a decision that was carried out.
     *
     * @param at when
     * @param number the number of the draw that has the win now; 0 when it was dropped
     * @param ordinal the unit of that draw; 0 when it was dropped
     */
    public record Resolution(Instant at, int number, int ordinal) {}

    /** Whether a person has to decide: it is undecided, or the decision could not be carried out. */
    public boolean awaitsDecision() {
        return resolution == null && (decision == null || failure != null);
    }
}
