package org.turntable.entry;

import java.time.Clock;

/**
 * The key that signs changes (TSIG, RFC 8945).
 *
 * @param name      its name on the name server
 * @param algorithm such as hmac-sha256
 * @param base64    the key itself
 * @param clock     what signatures are dated by; a server refuses a date that is five minutes off
 */
public record UpdateKey(String name, String algorithm, String base64, Clock clock) {
    @Override
    public String toString() {
        return name;
    }
}
