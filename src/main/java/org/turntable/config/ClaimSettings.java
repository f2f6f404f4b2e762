package org.turntable.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How prizes are claimed.
 *
 * @param keys the first one encrypts and all decrypt; empty if no personal data is to be collected
 * @param kept how long an address is kept after its parcel was shipped
 * @param verifiers whether coupons are redeemed at /redeem
 * @param packets how red packets are paid; empty if they are not paid by this application
 */
public record ClaimSettings(List<Secret> keys, Duration kept, boolean verifiers, Optional<RedPackets> packets) {
    /**
     * How red packets are paid.
     *
     * @param firstWait delay before the first retry; it doubles with each retry
     */
    public record RedPackets(Duration firstWait) {}

    /** The keys as plain text. */
    public List<String> secrets() {
        return keys.stream().map(Secret::reveal).toList();
    }
}
