package org.turntable.config;

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

/**
 * Converts raw values into typed ones. An invalid value is added to the problems and returned as null; the reader
 * throws before such a null is used.
 */
final class SettingChecks {
    private static final int SECRET_LENGTH = 32;
    private static final Pattern ORIGIN =
            Pattern.compile("(https?)://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?");
    private static final Pattern HOST_AND_PORT = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):(\\d{1,5})");
    /** Parts of sample secrets in documents and templates, which attackers try first. */
    private static final List<String> SAMPLE_WORDS = List.of(
            "change-me",
            "changeme",
            "change_me",
            "change-this",
            "replace",
            "sample",
            "example",
            "demo-",
            "-demo",
            "password",
            "insecure",
            "not-secret",
            "not-a-secret",
            "12345678",
            "01234567",
            "abcdefgh",
            "qwerty",
            "turntable");

    private final SettingSources sources;
    private final List<String> problems;
    private boolean production;

    SettingChecks(SettingSources sources, List<String> problems) {
        this.sources = sources;
        this.problems = problems;
    }

    /** Applies the requirements of production to all secrets that are checked after this call. */
    void production() {
        production = true;
    }

    /** Whether a value is given; a default is none. */
    boolean isSet(SettingKey setting) {
        return sources.value(setting).isPresent();
    }

    /** Adds a problem with the value of a setting; {@code what} gives the reason and the remedy. */
    void problem(SettingKey setting, String what) {
        String value = sources.value(setting).or(setting::defaultValue).orElse("");
        problems.add(setting + "=" + (setting.secret() ? "(hidden, " + value.length() + " characters)" : value) + ": "
                + what);
    }

    Optional<String> optional(SettingKey setting, Pattern shape, String allowed) {
        Optional<String> value = valueOrDefault(setting);
        value.filter(text -> !shape.matcher(text).matches())
                .ifPresent(bad -> problem(setting, "is invalid; " + allowed));
        return value;
    }

    String text(SettingKey setting, Pattern shape, String allowed) {
        required(setting);
        return optional(setting, shape, allowed).orElse(null);
    }

    <T> T choice(SettingKey setting, Map<String, T> choices) {
        String value = required(setting);
        if (value != null && !choices.containsKey(value)) {
            problem(setting, "is not one of the allowed values; give " + String.join(" or ", choices.keySet()));
        }
        return value == null ? null : choices.get(value);
    }

    long whole(SettingKey setting, long min, long max) {
        String value = required(setting);
        if (value == null) {
            return min;
        }
        String range = "give a whole number from " + min + " to " + max
                + setting.defaultValue()
                        .map(preset -> " (default " + preset + ")")
                        .orElse("");
        try {
            long number = Long.parseLong(value);
            if (number < min || number > max) {
                problem(setting, "is out of range; " + range);
            }
            return number;
        } catch (NumberFormatException invalidNumber) {
            problem(setting, "is not a whole number; " + range);
            return min;
        }
    }

    Duration millis(SettingKey setting, long min, long max) {
        return Duration.ofMillis(whole(setting, min, max));
    }

    /** A secret of at least {@code shortest} characters; in production of at least 32, and not a well-known one. */
    Secret secret(SettingKey setting, int shortest) {
        String value = required(setting);
        if (value == null) {
            return null;
        }
        strength(setting, value, Math.max(shortest, production ? SECRET_LENGTH : 1));
        return new Secret(value);
    }

    /** An optional secret; checked like {@link #secret} if it is set. */
    Optional<Secret> optionalSecret(SettingKey setting, int shortest) {
        return valueOrDefault(setting).map(value -> secret(setting, shortest));
    }

    private void strength(SettingKey setting, String secret, int shortest) {
        String remedy = "make one with: openssl rand -base64 33";
        if (secret.length() < shortest) {
            problem(
                    setting,
                    "is shorter than " + shortest + " characters"
                            + (production ? ", which mode=production refuses; " : "; ") + remedy);
        } else if (production && isGuessable(secret)) {
            problem(setting, "is a sample or easily guessed, which mode=production refuses; " + remedy);
        }
    }

    private static boolean isGuessable(String secret) {
        return SAMPLE_WORDS.stream().anyMatch(secret.toLowerCase(Locale.ROOT)::contains)
                || secret.chars().distinct().count() < 8;
    }

    List<HostAndPort> hosts(SettingKey setting) {
        List<HostAndPort> hosts = new ArrayList<>();
        for (String item : items(setting)) {
            HostAndPort host = hostAndPort(item).orElse(null);
            if (host == null) {
                problem(
                        setting,
                        "'" + item + "' is not address:port; write it as 10.0.0.5:3306, several separated by commas");
            } else if (hosts.contains(host)) {
                problem(setting, "contains " + item + " twice; keep one of them");
            } else {
                hosts.add(host);
            }
        }
        return hosts;
    }

    /** The servers; empty if the setting is not set. */
    List<HostAndPort> optionalHosts(SettingKey setting) {
        return valueOrDefault(setting).isEmpty() ? List.of() : hosts(setting);
    }

    /** The comma-separated items; empty if the setting is not set. */
    List<String> optionalItems(SettingKey setting) {
        return valueOrDefault(setting).isEmpty() ? List.of() : items(setting);
    }

    /** One origin; empty if the setting is not set. */
    Optional<String> optionalOrigin(SettingKey setting) {
        return valueOrDefault(setting).isEmpty() ? Optional.empty() : Optional.ofNullable(origin(setting));
    }

    /** Exactly one origin; null if it is missing or invalid. */
    String origin(SettingKey setting) {
        int before = problems.size();
        List<String> origins = origins(setting);
        if (origins.size() > 1) {
            problem(setting, "contains more than one origin; keep one of them");
        }
        return problems.size() == before ? origins.get(0) : null;
    }

    List<String> origins(SettingKey setting) {
        LinkedHashSet<String> origins = new LinkedHashSet<>();
        for (String item : items(setting)) {
            Matcher origin = ORIGIN.matcher(item);
            if (!origin.matches() || port(origin.group(3)).isEmpty()) {
                problem(
                        setting,
                        "'" + item
                                + "' is not an origin; write scheme://host[:port] with http or https and nothing "
                                + "after it, "
                                + "such as https://lottery.example.com");
            } else if (!item.equals(item.toLowerCase(Locale.ROOT))) {
                problem(
                        setting,
                        "'" + item + "' has upper-case letters, which browsers do not send; write "
                                + item.toLowerCase(Locale.ROOT));
            } else if (item.startsWith("http:") && item.endsWith(":80")
                    || item.startsWith("https:") && item.endsWith(":443")) {
                problem(
                        setting,
                        "'" + item + "' has the default port, which browsers omit; write "
                                + item.substring(0, item.lastIndexOf(':')));
            }
            origins.add(item);
        }
        return List.copyOf(origins);
    }

    RedisInstance redis(SettingKey setting) {
        String value = required(setting);
        if (value == null) {
            return null;
        }
        try {
            Optional<RedisInstance> instance = RedisUrl.parse(value);
            if (instance.isEmpty()) {
                problem(setting, "is invalid; " + RedisUrl.REMEDY);
            } else if (production) {
                instance.get().password().ifPresent(password -> strength(setting, password.reveal(), SECRET_LENGTH));
            }
            return instance.orElse(null);
        } catch (URISyntaxException invalid) {
            problem(setting, "is not a URL; " + RedisUrl.REMEDY);
            return null;
        }
    }

    /** A readable file; empty if the setting is not set. */
    Optional<Path> file(SettingKey setting) {
        Optional<String> value = valueOrDefault(setting);
        if (value.isPresent() && !Files.isReadable(Path.of(value.get()))) {
            problem(setting, "is not a file that this process can read; correct the path or its permissions");
        }
        return value.map(Path::of);
    }

    List<String> items(SettingKey setting) {
        String value = required(setting);
        return value == null
                ? List.of()
                : Stream.of(value.split(",", -1)).map(String::strip).toList();
    }

    private static Optional<HostAndPort> hostAndPort(String text) {
        Matcher parts = HOST_AND_PORT.matcher(text);
        return parts.matches()
                ? port(parts.group(2)).map(port -> new HostAndPort(parts.group(1), port))
                : Optional.empty();
    }

    /** The port number; 0 if there are no digits; empty if it is not a valid port. */
    private static Optional<Integer> port(String digits) {
        if (digits == null) {
            return Optional.of(0);
        }
        int port = Integer.parseInt(digits);
        return port >= 1 && port <= 65_535 ? Optional.of(port) : Optional.empty();
    }

    private String required(SettingKey setting) {
        if (sources.value(setting).or(setting::defaultValue).isEmpty()) {
            problems.add(setting + ": is missing; set it in the settings file or as " + setting.variable()
                    + (setting.secret() ? ", or set the name of a file with it in " + setting.fileKey() : "") + ". "
                    + setting.meaning());
        }
        return valueOrDefault(setting).orElse(null);
    }

    /** The value or its default; a blank value is a secret that could not be read, which is already reported. */
    private Optional<String> valueOrDefault(SettingKey setting) {
        return sources.value(setting).or(setting::defaultValue).filter(value -> !value.isEmpty());
    }
}
