package org.turntable.award.redpacket;

/** Who pays. Every call is about one key, and what was paid under a key is not paid again. */
public interface RedPacketGateway {
    /**
     * A payment to be made.
     *
     * @param key       names it for ever, 60 characters at most
     * @param openid    whom to pay
     * @param amountFen hundredths of a yuan
     */
    record Payment(String key, String openid, int amountFen) {
        @Override
        public String toString() {
            return "Payment[" + key + ", " + amountFen + "]";
        }
    }

    /** What came of a call. */
    sealed interface Answer {
        /** It is paid. */
        record Paid(String payment) implements Answer {
        }

        /**
         * It is certainly not paid.
         *
         * @param code    why, for people
         * @param forGood whether trying again is of no use until somebody has done something
         */
        record NotPaid(String code, boolean forGood) implements Answer {
        }

        /** It may be paid or not. */
        record Unknown(String code) implements Answer {
        }
    }

    /** Pays. */
    Answer pay(Payment payment);

    /** Whether a key is paid; {@link Answer.NotPaid} that is not final where nothing was ever paid under it. */
    Answer standing(String key);
}
