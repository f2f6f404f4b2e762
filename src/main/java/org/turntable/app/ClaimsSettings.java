package org.turntable.app;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.turntable.app.Settings.Claims;
import org.turntable.app.Settings.Secret;

/** Reads what a node, and turntable-ops, are told of claims. */
final class ClaimsSettings {
    private static final int KEY_LENGTH = 32;

    private ClaimsSettings() {
    }

    /** For a node: without a key it asks winners for nothing. */
    static Claims read(SettingChecks check) {
        Optional<Secret> key = check.optionalSecret(SettingKey.CLAIMS_KEY, KEY_LENGTH);
        Optional<Secret> previous = check.optionalSecret(SettingKey.CLAIMS_KEY_PREVIOUS, KEY_LENGTH);
        if (previous.isPresent() && key.isEmpty()) {
            check.problem(SettingKey.CLAIMS_KEY_PREVIOUS, "is given without claims.key; a key that is not to write yet stands beside the one that does");
        }
        if (previous.isPresent() && previous.equals(key)) {
            check.problem(SettingKey.CLAIMS_KEY_PREVIOUS, "is claims.key too; give the other key, or none");
        }
        return new Claims(Stream.of(key, previous).flatMap(Optional::stream).toList(), kept(check),
                Boolean.TRUE.equals(check.choice(SettingKey.CLAIMS_REDEMPTION, new TreeMap<>(Map.of("till", false, "verifier", true)))));
    }

    /** For a tool that cannot do without the key. */
    static Claims withKey(SettingChecks check) {
        Claims claims = read(check);
        if (claims.keys().isEmpty()) {
            check.problem(SettingKey.CLAIMS_KEY, "is missing; give the one that the nodes have");
        }
        return claims;
    }

    private static Duration kept(SettingChecks check) {
        return Duration.ofDays(check.whole(SettingKey.CLAIMS_DAYS, 1, 730));
    }
}
