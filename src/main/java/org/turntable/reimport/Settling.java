package org.turntable.reimport;

import java.util.List;
import java.util.Optional;
import org.turntable.reimport.Rows.Unavailable;
import org.turntable.reimport.Successor.Given;
import org.turntable.reimport.Successor.Tables;
import org.turntable.reimport.row.DrawKey;
import org.turntable.reimport.row.DrawRow;
import org.turntable.reimport.row.UnitRef;
import org.turntable.reimport.row.UnitRow;

/** Carries out what a person decided of one conflict, within one transaction. */
final class Settling {
    private final Tables tables;
    private final long runId;
    private final Conflict conflict;
    private final Win win;
    private final int campaign;

    Settling(Tables tables, long runId, Conflict conflict) {
        this.tables = tables;
        this.runId = runId;
        this.conflict = conflict;
        this.win = conflict.win();
        this.campaign = conflict.campaignId();
    }

    /** Whether it could be carried out; where not, why is recorded. */
    boolean carryOut() throws Unavailable {
        DrawRow there = tables.draws(campaign, List.of(win.key())).get(win.key());
        if (there != null && there.isWin() && win.unit().isSameThingAs(there.unit())) {
            tables.settled(conflict.id(), win.key().number(), there.unit().ordinal());
            return true;
        }
        return switch (conflict.verdict().decision()) {
            case DROP -> drop(there);
            case OWN -> own(there);
            case ANOTHER -> another(there);
            case SWAP -> swap(there);
            case HERE, STRANDED, PAID, PAY -> refuse("that is a word for what hangs on a win, and this is a win: own, another, swap or drop");
        };
    }

    private boolean drop(DrawRow there) throws Unavailable {
        if (there == null) {
            tables.addDraws(campaign, List.of(new DrawRow(win.key(), win.drawnAt(), win.unit().prizeId(), null, true)));
        }
        tables.settled(conflict.id(), 0, 0);
        return true;
    }

    private boolean own(DrawRow there) throws Unavailable {
        UnitRow own = tables.units(win.unit().prizeId(), List.of(win.unit())).get(win.unit());
        if (own == null) {
            return refuse("there is no such unit here: add it, or give another");
        }
        if (!own.isFree()) {
            return refuse("its own unit is held by draw " + own.holder() + ": give another, or swap");
        }
        give(there, own.unit());
        return true;
    }

    private boolean another(DrawRow there) throws Unavailable {
        Optional<UnitRef> free = tables.freeUnit(win.unit().prizeId());
        if (free.isEmpty()) {
            return refuse("no unit of the prize is free: add units, or drop it");
        }
        give(there, free.get());
        return true;
    }

    private boolean swap(DrawRow there) throws Unavailable {
        UnitRow own = tables.units(win.unit().prizeId(), List.of(win.unit())).get(win.unit());
        if (own == null || own.isFree()) {
            return own(there);
        }
        if (tables.isHandedOver(campaign, own.holder())) {
            return refuse("draw " + own.holder() + " has redeemed it here already: give another, or drop it");
        }
        Optional<UnitRef> free = tables.freeUnit(win.unit().prizeId());
        if (free.isEmpty()) {
            return refuse("no unit of the prize is free for draw " + own.holder() + ", which has it here: add units, or drop it");
        }
        DrawKey key = place(there, own.unit());
        tables.moveWin(campaign, own.holder(), own.unit(), free.get(), key, win.awardedAt());
        tables.record(runId, List.of(new Given(0, runId, campaign, key, own.unit(), 0, conflict.id()),
                new Given(0, runId, campaign, own.holder(), free.get(), own.unit().ordinal(), conflict.id())));
        tables.settled(conflict.id(), key.number(), own.unit().ordinal());
        return true;
    }

    private void give(DrawRow there, UnitRef unit) throws Unavailable {
        DrawKey key = place(there, unit);
        tables.give(List.of(new UnitRow(unit, key, win.awardedAt(), null)));
        tables.record(runId, List.of(new Given(0, runId, campaign, key, unit, 0, conflict.id())));
        tables.settled(conflict.id(), key.number(), unit.ordinal());
    }

    /** Puts the win on its own number, or, where that won something else here, on the player's next. */
    private DrawKey place(DrawRow there, UnitRef unit) throws Unavailable {
        if (there != null && !there.isWin()) {
            tables.raise(campaign, win.key(), unit);
            return win.key();
        }
        DrawKey key = there == null ? win.key() : new DrawKey(win.key().player(), tables.lastNumber(campaign, win.key()) + 1);
        tables.addDraws(campaign, List.of(new DrawRow(key, win.drawnAt(), unit.prizeId(), unit, true)));
        return key;
    }

    private boolean refuse(String why) throws Unavailable {
        tables.trouble(conflict.id(), why);
        return false;
    }
}
