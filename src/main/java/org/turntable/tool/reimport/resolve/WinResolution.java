package org.turntable.tool.reimport.resolve;

import java.util.List;
import java.util.Optional;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.tool.reimport.row.DrawRow;
import org.turntable.tool.reimport.row.PlayerDrawKey;
import org.turntable.tool.reimport.row.StrandedWin;
import org.turntable.tool.reimport.row.UnitRef;
import org.turntable.tool.reimport.row.UnitRow;
import org.turntable.tool.reimport.rule.Conflict;
import org.turntable.tool.reimport.rule.ReimportTarget.RecordedAward;
import org.turntable.tool.reimport.rule.ReimportTarget.Tables;

/** Carries out the decision about a stranded win, within one transaction. */
final class WinResolution {
    private final Tables tables;
    private final long runId;
    private final Conflict conflict;
    private final StrandedWin win;
    private final int campaignId;

    WinResolution(Tables tables, long runId, Conflict conflict) {
        this.tables = tables;
        this.runId = runId;
        this.conflict = conflict;
        this.win = conflict.win();
        this.campaignId = conflict.campaignId();
    }

    /** Returns whether it was carried out; otherwise the reason is recorded. */
    boolean carryOut() throws DatabaseUnavailableException {
        DrawRow current = tables.draws(campaignId, List.of(win.key())).get(win.key());
        if (current != null && current.isWin() && win.unit().matches(current.unit())) {
            tables.recordResolution(
                    conflict.id(), win.key().number(), current.unit().ordinal());
            return true;
        }
        return switch (conflict.decision().choice()) {
            case DROP -> drop(current);
            case OWN -> own(current);
            case ANOTHER -> another(current);
            case SWAP -> swap(current);
            case HERE, STRANDED, PAID, PAY ->
                fail("that decision is for claims, and this is a win: own, another, swap or drop");
        };
    }

    private boolean drop(DrawRow current) throws DatabaseUnavailableException {
        if (current == null) {
            tables.addDraws(
                    campaignId,
                    List.of(new DrawRow(win.key(), win.drawnAt(), win.unit().prizeId(), null, true)));
        }
        tables.recordResolution(conflict.id(), 0, 0);
        return true;
    }

    private boolean own(DrawRow current) throws DatabaseUnavailableException {
        UnitRow own = tables.units(win.unit().prizeId(), List.of(win.unit())).get(win.unit());
        if (own == null) {
            return fail("there is no such unit here: add it, or decide another");
        }
        if (!own.isFree()) {
            return fail("its own unit belongs to draw " + own.holder() + ": decide another, or swap");
        }
        awardUnit(current, own.unit());
        return true;
    }

    private boolean another(DrawRow current) throws DatabaseUnavailableException {
        Optional<UnitRef> free = tables.lockFreeUnit(win.unit().prizeId());
        if (free.isEmpty()) {
            return fail("no unit of the prize is free: add units, or drop it");
        }
        awardUnit(current, free.get());
        return true;
    }

    private boolean swap(DrawRow current) throws DatabaseUnavailableException {
        UnitRow own = tables.units(win.unit().prizeId(), List.of(win.unit())).get(win.unit());
        if (own == null || own.isFree()) {
            return own(current);
        }
        if (tables.isHandedOver(campaignId, own.holder())) {
            return fail("draw " + own.holder() + " has redeemed it here already: decide another, or drop");
        }
        Optional<UnitRef> free = tables.lockFreeUnit(win.unit().prizeId());
        if (free.isEmpty()) {
            return fail("no unit of the prize is free for draw " + own.holder()
                    + ", which has it here: add units, or drop it");
        }
        PlayerDrawKey key = place(current, own.unit());
        tables.moveWin(campaignId, own.holder(), own.unit(), free.get(), key, win.awardedAt());
        tables.recordAwards(
                runId,
                List.of(
                        new RecordedAward(0, runId, campaignId, key, own.unit(), 0, conflict.id()),
                        new RecordedAward(
                                0,
                                runId,
                                campaignId,
                                own.holder(),
                                free.get(),
                                own.unit().ordinal(),
                                conflict.id())));
        tables.recordResolution(conflict.id(), key.number(), own.unit().ordinal());
        return true;
    }

    private void awardUnit(DrawRow current, UnitRef unit) throws DatabaseUnavailableException {
        PlayerDrawKey key = place(current, unit);
        tables.awardUnits(List.of(new UnitRow(unit, key, win.awardedAt(), null)));
        tables.recordAwards(runId, List.of(new RecordedAward(0, runId, campaignId, key, unit, 0, conflict.id())));
        tables.recordResolution(conflict.id(), key.number(), unit.ordinal());
    }

    /** Stores the win under its own draw number, or under the player's next where that draw won something else. */
    private PlayerDrawKey place(DrawRow current, UnitRef unit) throws DatabaseUnavailableException {
        if (current != null && !current.isWin()) {
            tables.turnIntoWin(campaignId, win.key(), unit);
            return win.key();
        }
        PlayerDrawKey key = current == null
                ? win.key()
                : new PlayerDrawKey(
                        win.key().player(),
                        tables.lastDrawNumber(campaignId, win.key().player()) + 1);
        tables.addDraws(campaignId, List.of(new DrawRow(key, win.drawnAt(), unit.prizeId(), unit, true)));
        return key;
    }

    private boolean fail(String why) throws DatabaseUnavailableException {
        tables.recordFailure(conflict.id(), why);
        return false;
    }
}
