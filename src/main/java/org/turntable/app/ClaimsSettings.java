package org.turntable.app;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.turntable.app.Settings.Claims;
import org.turntable.app.Settings.RedPackets;
import org.turntable.app.Settings.Secret;
import org.turntable.app.Settings.SignIn;

/** Reads what a node, and turntable-ops, are told of claims. */
final class ClaimsSettings {
    private static final int KEY_LENGTH = 32;

    private ClaimsSettings() {
    }

    /**
     * For a node: without a key it asks winners for nothing.
     *
     * @param signIn null for a tool, which signs nobody in
     */
    static Claims read(SettingChecks check, SignIn signIn) {
        Optional<Secret> key = check.optionalSecret(SettingKey.CLAIMS_KEY, KEY_LENGTH);
        Optional<Secret> previous = check.optionalSecret(SettingKey.CLAIMS_KEY_PREVIOUS, KEY_LENGTH);
        if (previous.isPresent() && key.isEmpty()) {
            check.problem(SettingKey.CLAIMS_KEY_PREVIOUS, "is given without claims.key; a key that is not to write yet stands beside the one that does");
        }
        if (previous.isPresent() && previous.equals(key)) {
            check.problem(SettingKey.CLAIMS_KEY_PREVIOUS, "is claims.key too; give the other key, or none");
        }
        return new Claims(Stream.of(key, previous).flatMap(Optional::stream).toList(), kept(check),
                Boolean.TRUE.equals(check.choice(SettingKey.CLAIMS_REDEMPTION, new TreeMap<>(Map.of("till", false, "verifier", true)))),
                packets(check, signIn, key.isPresent()));
    }

    private static Optional<RedPackets> packets(SettingChecks check, SignIn signIn, boolean hasKey) {
        Duration wait = Duration.ofSeconds(check.whole(SettingKey.RED_PACKETS_WAIT, 1, 3_600));
        boolean partner = Boolean.TRUE.equals(check.choice(SettingKey.RED_PACKETS, new TreeMap<>(Map.of("off", false, "partner", true))));
        if (partner && signIn != null && signIn != SignIn.WECHAT_PARTNER) {
            check.problem(SettingKey.RED_PACKETS, "needs sign-in=wechat-partner: an openid is good at the account that gave it alone, and a direct account has"
                    + " no partner who pays; leave it off, and the page says that the organiser pays");
        }
        if (partner && !hasKey) {
            check.problem(SettingKey.RED_PACKETS, "needs claims.key, which encrypts whom to pay; give one, or leave it off");
        }
        return partner ? Optional.of(new RedPackets(wait)) : Optional.empty();
    }

    /** For a tool that cannot do without the key. */
    static Claims withKey(SettingChecks check) {
        Claims claims = read(check, null);
        if (claims.keys().isEmpty()) {
            check.problem(SettingKey.CLAIMS_KEY, "is missing; give the one that the nodes have");
        }
        return claims;
    }

    private static Duration kept(SettingChecks check) {
        return Duration.ofDays(check.whole(SettingKey.CLAIMS_DAYS, 1, 730));
    }
}
