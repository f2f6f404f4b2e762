package org.turntable.staff;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.turntable.player.HmacSigner;

/**
 * Signed cookies of devices that signed in before. A cookie replaces neither password nor second factor: it only gives
 * the device a counter of attempts of its own. It is bound to the kind of account, the name, and the generation of the
 * account, so that every change of the account revokes it.
 */
public final class KnownDevices {
    /** How long a cookie is valid after a sign-in. */
    public static final Duration LIFETIME = Duration.ofDays(90);

    private static final int WHOLE = 32;
    private static final int NAME_BYTES = 9;
    private static final int ID_BYTES = 12;
    private static final int LONGEST = 120;
    private static final Pattern VALUE =
            Pattern.compile("(1\\.([A-Za-z0-9_-]{16})\\.([0-9]{1,9})\\.([0-9]{1,12}))\\.([A-Za-z0-9_-]{43})");

    private final HmacSigner values;
    private final HmacSigner names;
    private final SecureRandom random;

    /**
     * A device.
     *
     * @param generation of the account when it signed in
     */
    public record Device(String id, int generation) {}

    /** @param secret {@code identity.secret}, from which the keys are derived */
    public KnownDevices(String secret, SecureRandom random) {
        this.values = new HmacSigner(secret, "staff device");
        this.names = new HmacSigner(secret, "staff device name");
        this.random = random;
    }

    /** The name of the cookie of an account: several people may use one browser. It does not show the account. */
    public String cookie(String kind, String name) {
        return "tt_device_" + names.text(kind + "\n" + name, NAME_BYTES);
    }

    /**
     * A cookie's value.
     *
     * @param id of the device; a new one where it has none
     */
    public String value(String kind, String name, int generation, Optional<String> id, Instant now) {
        String signed = "1." + id.orElseGet(this::newId) + "." + generation + "." + now.getEpochSecond();
        return signed + "." + values.text(kind + "\n" + name + "\n" + signed, WHOLE);
    }

    /** The device of the first valid value; the caller compares the generation with the account's. */
    public Optional<Device> read(String kind, String name, List<String> candidates, Instant now) {
        return candidates.stream()
                .flatMap(value -> readOne(kind, name, value, now).stream())
                .findFirst();
    }

    private Optional<Device> readOne(String kind, String name, String value, Instant now) {
        Matcher parts = VALUE.matcher(value.length() > LONGEST ? "" : value);
        if (!parts.matches() || !values.fits(kind + "\n" + name + "\n" + parts.group(1), WHOLE, parts.group(5))) {
            return Optional.empty();
        }
        Instant issuedAt = Instant.ofEpochSecond(Long.parseLong(parts.group(4)));
        return now.isBefore(issuedAt.plus(LIFETIME))
                ? Optional.of(new Device(parts.group(2), Integer.parseInt(parts.group(3))))
                : Optional.empty();
    }

    private String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }
}
