package org.turntable.claim.redpacket;

/** Pays red packets. Each call has an idempotency key: the gateway pays once for a key. */
public interface RedPacketGateway {
    /**
     * A payment to be made.
     *
     * @param key the idempotency key, 60 characters at most
     * @param openid the recipient
     * @param amountFen hundredths of a yuan
     */
    record Payment(String key, String openid, int amountFen) {
        @Override
        public String toString() {
            return "Payment[" + key + ", " + amountFen + "]";
        }
    }

    /** The result of a call. */
    sealed interface Answer {
        /** It is paid. */
        record Paid(String payment) implements Answer {}

        /**
         * It is certainly not paid.
         *
         * @param code the reason, for ops
         * @param permanent whether a retry cannot succeed before ops have done something
         */
        record NotPaid(String code, boolean permanent) implements Answer {}

        /** It is not known whether it is paid. */
        record Unknown(String code) implements Answer {}
    }

    /** Pays. */
    Answer pay(Payment payment);

    /** The payment state of a key; a {@link Answer.NotPaid} that is not permanent when nothing was ever paid for it. */
    Answer query(String key);
}
