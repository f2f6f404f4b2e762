package org.turntable.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.turntable.config.ClaimSettings.RedPackets;
import org.turntable.config.Settings.SignIn;

/** Reads the settings of claims, for nodes and for turntable-ops. */
final class ClaimSettingsReader {
    private static final int KEY_LENGTH = 32;

    private ClaimSettingsReader() {}

    /**
     * For a node: without a key, no personal data is collected.
     *
     * @param signIn null for turntable-ops, which has no sign-in
     */
    static ClaimSettings read(SettingChecks check, SignIn signIn) {
        Optional<Secret> key = check.optionalSecret(SettingKey.CLAIMS_KEY, KEY_LENGTH);
        Optional<Secret> previous = check.optionalSecret(SettingKey.CLAIMS_KEY_PREVIOUS, KEY_LENGTH);
        if (previous.isPresent() && key.isEmpty()) {
            check.problem(SettingKey.CLAIMS_KEY_PREVIOUS, "is set without claims.key; set both during a key rotation");
        }
        if (previous.isPresent() && previous.equals(key)) {
            check.problem(SettingKey.CLAIMS_KEY_PREVIOUS, "is the same as claims.key; set the other key, or none");
        }
        return new ClaimSettings(
                Stream.of(key, previous).flatMap(Optional::stream).toList(),
                kept(check),
                Boolean.TRUE.equals(check.choice(
                        SettingKey.CLAIMS_REDEMPTION, new TreeMap<>(Map.of("till", false, "verifier", true)))),
                packets(check, signIn, key.isPresent()));
    }

    private static Optional<RedPackets> packets(SettingChecks check, SignIn signIn, boolean hasKey) {
        Duration wait = Duration.ofSeconds(check.whole(SettingKey.RED_PACKETS_WAIT, 1, 3_600));
        boolean partner = Boolean.TRUE.equals(
                check.choice(SettingKey.RED_PACKETS, new TreeMap<>(Map.of("off", false, "partner", true))));
        if (partner && signIn != null && signIn != SignIn.WECHAT_PARTNER) {
            check.problem(
                    SettingKey.RED_PACKETS,
                    "needs sign-in=wechat-partner: an openid is valid only for its own WeChat account, and a "
                            + "direct account has no partner that pays; leave it off, and the page says that "
                            + "the organiser pays");
        }
        if (partner && !hasKey) {
            check.problem(
                    SettingKey.RED_PACKETS, "needs claims.key, which encrypts the payee; set one, or leave it off");
        }
        return partner ? Optional.of(new RedPackets(wait)) : Optional.empty();
    }

    /** For commands that need the key. */
    static ClaimSettings withKey(SettingChecks check) {
        ClaimSettings claims = read(check, null);
        if (claims.keys().isEmpty()) {
            check.problem(SettingKey.CLAIMS_KEY, "is missing; set the same key as on the nodes");
        }
        return claims;
    }

    private static Duration kept(SettingChecks check) {
        return Duration.ofDays(check.whole(SettingKey.CLAIMS_DAYS, 1, 730));
    }
}
