package org.turntable.draw;

import org.turntable.campaign.Prize;

/** The answer to a player about one draw. */
public sealed interface DrawAnswer {
    /** The word in JSON, in message keys and in metrics. */
    String word();

    /** An answer that belongs to an admitted draw. */
    sealed interface Drawn extends DrawAnswer {
        /** The draw's number. */
        int number();

        /** Chances used today, this draw included. */
        int usedToday();
    }

    /** It lost. */
    record Lost(int number, int usedToday) implements Drawn {
        @Override
        public String word() {
            return "loss";
        }
    }

    /** It won, and the win is stored on two machines. */
    record Won(int number, int usedToday, Prize prize) implements Drawn {
        @Override
        public String word() {
            return "win";
        }
    }

    /** It may have won; the result is not shown until the database confirms it. */
    record Confirming(int number, int usedToday) implements Drawn {
        @Override
        public String word() {
            return "confirming";
        }
    }

    /** It was not admitted and no chance was spent. */
    record Refused(DrawRefusal refusal) implements DrawAnswer {
        @Override
        public String word() {
            return refusal.word();
        }
    }
}
