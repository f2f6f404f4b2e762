package org.turntable.tool.line;

import java.time.Clock;

/**
 * The key that signs changes (TSIG, RFC 8945).
 *
 * @param name its name on the name server
 * @param algorithm such as hmac-sha256
 * @param base64 the key in base64
 * @param clock the time of signatures; a server refuses a time that differs by more than five minutes
 */
public record TsigKey(String name, String algorithm, String base64, Clock clock) {
    @Override
    public String toString() {
        return name;
    }
}
