package org.turntable.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.turntable.app.Settings.HostAndPort;
import org.turntable.app.Settings.RedisInstance;
import org.turntable.app.Settings.Secret;

/**
 * Turns raw values into typed ones. A value that does not fit is noted as a problem and answered with null: the reader throws
 * before such a null can leave it.
 */
final class SettingChecks {
    private static final int SECRET_LENGTH = 32;
    private static final Pattern ORIGIN = Pattern.compile("(https?)://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?");
    private static final Pattern HOST_AND_PORT = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):(\\d{1,5})");
    /** Words of secrets that stand in documentation and templates, and that everybody tries first. */
    private static final List<String> SAMPLE_WORDS = List.of("change-me", "changeme", "change_me", "change-this", "replace", "sample",
            "example", "demo-", "-demo", "password", "insecure", "not-secret", "not-a-secret", "12345678", "01234567", "abcdefgh", "qwerty",
            "turntable");

    private final SettingSources sources;
    private final List<String> problems;
    private boolean production;

    SettingChecks(SettingSources sources, List<String> problems) {
        this.sources = sources;
        this.problems = problems;
    }

    /** From now on secrets are held to what production asks. */
    void production() {
        production = true;
    }

    /** Notes that the value of a setting does not fit; {@code what} says why and names the mend. */
    void problem(SettingKey setting, String what) {
        String value = sources.value(setting).or(setting::defaultValue).orElse("");
        problems.add(setting + "=" + (setting.secret() ? "(hidden, " + value.length() + " characters)" : value) + ": " + what);
    }

    Optional<String> optional(SettingKey setting, Pattern shape, String allowed) {
        Optional<String> value = given(setting);
        value.filter(text -> !shape.matcher(text).matches()).ifPresent(bad -> problem(setting, "does not fit; " + allowed));
        return value;
    }

    String text(SettingKey setting, Pattern shape, String allowed) {
        needed(setting);
        return optional(setting, shape, allowed).orElse(null);
    }

    <T> T choice(SettingKey setting, Map<String, T> choices) {
        String value = needed(setting);
        if (value != null && !choices.containsKey(value)) {
            problem(setting, "is none of its values; give " + String.join(" or ", choices.keySet()));
        }
        return value == null ? null : choices.get(value);
    }

    long whole(SettingKey setting, long min, long max) {
        String value = needed(setting);
        if (value == null) {
            return min;
        }
        String range = "give a whole number from " + min + " to " + max
                + setting.defaultValue().map(usual -> " (default " + usual + ")").orElse("");
        try {
            long number = Long.parseLong(value);
            if (number < min || number > max) {
                problem(setting, "is out of range; " + range);
            }
            return number;
        } catch (NumberFormatException notWhole) {
            problem(setting, "is not a whole number; " + range);
            return min;
        }
    }

    Duration millis(SettingKey setting, long min, long max) {
        return Duration.ofMillis(whole(setting, min, max));
    }

    /** A secret of at least {@code shortest} characters, in production of at least 32 and none of the well-known ones. */
    Secret secret(SettingKey setting, int shortest) {
        String value = needed(setting);
        if (value == null) {
            return null;
        }
        strength(setting, value, Math.max(shortest, production ? SECRET_LENGTH : 1));
        return new Secret(value);
    }

    /** A secret that need not be there; checked like {@link #secret} where it is. */
    Optional<Secret> optionalSecret(SettingKey setting, int shortest) {
        return given(setting).map(value -> secret(setting, shortest));
    }

    private void strength(SettingKey setting, String secret, int shortest) {
        String mend = "make one with: openssl rand -base64 33";
        if (secret.length() < shortest) {
            problem(setting, "is shorter than " + shortest + " characters" + (production ? ", which mode=production refuses; " : "; ") + mend);
        } else if (production && isGuessable(secret)) {
            problem(setting, "is a sample or easily guessed, which mode=production refuses; " + mend);
        }
    }

    private static boolean isGuessable(String secret) {
        return SAMPLE_WORDS.stream().anyMatch(secret.toLowerCase(Locale.ROOT)::contains) || secret.chars().distinct().count() < 8;
    }

    List<HostAndPort> hosts(SettingKey setting) {
        List<HostAndPort> hosts = new ArrayList<>();
        for (String item : items(setting)) {
            HostAndPort host = hostAndPort(item).orElse(null);
            if (host == null) {
                problem(setting, "'" + item + "' is not address:port; write it as 10.0.0.5:3306, several separated by commas");
            } else if (hosts.contains(host)) {
                problem(setting, "names " + item + " twice; keep one of them");
            } else {
                hosts.add(host);
            }
        }
        return hosts;
    }

    /** Servers, if any are given. */
    List<HostAndPort> optionalHosts(SettingKey setting) {
        return given(setting).isEmpty() ? List.of() : hosts(setting);
    }

    /** The parts between commas, if any are given. */
    List<String> optionalItems(SettingKey setting) {
        return given(setting).isEmpty() ? List.of() : items(setting);
    }

    /** One origin, if one is given. */
    Optional<String> optionalOrigin(SettingKey setting) {
        return given(setting).isEmpty() ? Optional.empty() : Optional.ofNullable(origin(setting));
    }

    /** Exactly one origin; null when it is missing or does not fit. */
    String origin(SettingKey setting) {
        int before = problems.size();
        List<String> origins = origins(setting);
        if (origins.size() > 1) {
            problem(setting, "names more than one origin; keep one of them");
        }
        return problems.size() == before ? origins.get(0) : null;
    }

    List<String> origins(SettingKey setting) {
        LinkedHashSet<String> origins = new LinkedHashSet<>();
        for (String item : items(setting)) {
            Matcher origin = ORIGIN.matcher(item);
            if (!origin.matches() || port(origin.group(3)).isEmpty()) {
                problem(setting, "'" + item + "' is not an origin; write scheme://host[:port] with http or https and nothing after it, "
                        + "such as https://lottery.example.com");
            } else if (!item.equals(item.toLowerCase(Locale.ROOT))) {
                problem(setting, "'" + item + "' has capitals, which browsers do not send; write " + item.toLowerCase(Locale.ROOT));
            } else if (item.startsWith("http:") && item.endsWith(":80") || item.startsWith("https:") && item.endsWith(":443")) {
                problem(setting, "'" + item + "' names the port that browsers leave out; write " + item.substring(0, item.lastIndexOf(':')));
            }
            origins.add(item);
        }
        return List.copyOf(origins);
    }

    RedisInstance redis(SettingKey setting) {
        String value = needed(setting);
        if (value == null) {
            return null;
        }
        try {
            Optional<RedisInstance> instance = RedisUrl.parse(value);
            if (instance.isEmpty()) {
                problem(setting, "does not fit; " + RedisUrl.MEND);
            } else if (production) {
                instance.get().password().ifPresent(password -> strength(setting, password.reveal(), SECRET_LENGTH));
            }
            return instance.orElse(null);
        } catch (URISyntaxException notAUrl) {
            problem(setting, "is not a URL; " + RedisUrl.MEND);
            return null;
        }
    }

    /** A file that can be read, if one is named. */
    Optional<Path> file(SettingKey setting) {
        Optional<String> value = given(setting);
        if (value.isPresent() && !Files.isReadable(Path.of(value.get()))) {
            problem(setting, "is no file that this process can read; mend the path or its permissions");
        }
        return value.map(Path::of);
    }

    List<String> items(SettingKey setting) {
        String value = needed(setting);
        return value == null ? List.of() : Stream.of(value.split(",", -1)).map(String::strip).toList();
    }

    private static Optional<HostAndPort> hostAndPort(String text) {
        Matcher parts = HOST_AND_PORT.matcher(text);
        return parts.matches() ? port(parts.group(2)).map(port -> new HostAndPort(parts.group(1), port)) : Optional.empty();
    }

    /** The port of those digits; 0 when none are given; empty when they are no port. */
    private static Optional<Integer> port(String digits) {
        if (digits == null) {
            return Optional.of(0);
        }
        int port = Integer.parseInt(digits);
        return port >= 1 && port <= 65_535 ? Optional.of(port) : Optional.empty();
    }

    private String needed(SettingKey setting) {
        if (sources.value(setting).or(setting::defaultValue).isEmpty()) {
            problems.add(setting + ": is missing; give it in the settings file or as " + setting.variable()
                    + (setting.secret() ? ", or name a file with it in " + setting.fileKey() : "") + ". " + setting.meaning());
        }
        return given(setting).orElse(null);
    }

    /** The value or its default; a blank one stands for a secret that could not be read, which is reported already. */
    private Optional<String> given(SettingKey setting) {
        return sources.value(setting).or(setting::defaultValue).filter(value -> !value.isEmpty());
    }
}
