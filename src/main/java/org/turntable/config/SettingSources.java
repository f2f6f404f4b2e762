package org.turntable.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Collects the raw values from the properties file, from the environment, which overrides it, and from files with
 * secrets. It collects problems (unreadable file, unknown or duplicate key) and continues, so that all are reported at
 * once.
 */
final class SettingSources {
    private static final String PREFIX = "TURNTABLE_";
    private static final int MAX_DISTANCE = 3;
    /** Marks a secret that is set but cannot be used, so that it is not reported again as missing. */
    private static final String UNUSABLE = "";

    private final List<String> problems;
    private final Map<SettingKey, String> values = new EnumMap<>(SettingKey.class);
    private boolean readable = true;

    /**
     * @param file the properties file; empty for none
     * @param required whether a missing file is a problem
     */
    SettingSources(Optional<Path> file, boolean required, Map<String, String> environment, List<String> problems) {
        this.problems = problems;
        Map<String, String> fromFile = file.map(path -> load(path, required)).orElse(Map.of());
        refuseUnknown(fromFile.keySet(), environment.keySet());
        for (SettingKey setting : SettingKey.values()) {
            // A variable overrides the file, in both forms (value or file with the value).
            if (!take(setting, environment, setting.variable(), setting.fileVariable())) {
                take(setting, fromFile, setting.key(), setting.fileKey());
            }
        }
    }

    /** Whether the file could be read; if not, every required key would be reported as missing. */
    boolean readable() {
        return readable;
    }

    /**
     * The raw value without leading and trailing space; empty if it is not set or blank; "" for a secret that is
     * already reported.
     */
    Optional<String> value(SettingKey setting) {
        return Optional.ofNullable(values.get(setting));
    }

    private boolean take(SettingKey setting, Map<String, String> from, String key, String fileKey) {
        String plain = from.getOrDefault(key, "").strip();
        String named = setting.secret() ? from.getOrDefault(fileKey, "").strip() : "";
        if (!plain.isEmpty() && !named.isEmpty()) {
            values.put(setting, UNUSABLE);
            problems.add(key + " and " + fileKey + " are both set; keep one of them");
        } else if (!named.isEmpty()) {
            readSecret(setting, fileKey, named);
        } else if (!plain.isEmpty()) {
            values.put(setting, plain);
        }
        return !plain.isEmpty() || !named.isEmpty();
    }

    private void readSecret(SettingKey setting, String fileKey, String name) {
        values.put(setting, UNUSABLE);
        try {
            String value = Files.readString(Path.of(name)).strip();
            if (value.isEmpty()) {
                problems.add(fileKey + "=" + name + ": the file is empty; put the secret into it");
            }
            values.put(setting, value);
        } catch (IOException | RuntimeException unreadable) {
            problems.add(fileKey + "=" + name + ": cannot be read ("
                    + unreadable.getClass().getSimpleName() + "); set the name of a text file that this account "
                    + "may read");
        }
    }

    private Map<String, String> load(Path file, boolean required) {
        if (!Files.exists(file)) {
            if (required) {
                readable = false;
                problems.add(file
                        + ": there is no such file; set the name of the settings file in TURNTABLE_CONFIG "
                        + "(turntable-ops: --config)");
            }
            return Map.of();
        }
        Set<String> duplicates = new TreeSet<>();
        Map<String, String> found = new TreeMap<>();
        Properties collector = new Properties() {
            @Override
            public synchronized Object put(Object key, Object value) {
                if (found.put((String) key, (String) value) != null) {
                    duplicates.add((String) key);
                }
                return null;
            }
        };
        try {
            // Decoded strictly: a wrong encoding must not replace characters of a password.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            collector.load(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text));
        } catch (CharacterCodingException notUtf8) {
            readable = false;
            problems.add(file + ": is not UTF-8; save it as UTF-8");
        } catch (IOException unreadable) {
            readable = false;
            problems.add(file + ": cannot be read (" + unreadable.getClass().getSimpleName()
                    + "); give this account read permission");
        } catch (IllegalArgumentException malformed) {
            readable = false;
            problems.add(file
                    + ": a \\u is not followed by four hex digits; write the character itself, or \\\\ for "
                    + "a backslash");
        }
        duplicates.forEach(key -> problems.add(key + ": is in " + file + " more than once; keep one line"));
        return found;
    }

    private void refuseUnknown(Set<String> keys, Set<String> variables) {
        List<String> knownKeys = new ArrayList<>();
        List<String> knownVariables = new ArrayList<>(List.of("TURNTABLE_CONFIG"));
        for (SettingKey setting : SettingKey.values()) {
            knownKeys.add(setting.key());
            knownVariables.add(setting.variable());
            if (setting.secret()) {
                knownKeys.add(setting.fileKey());
                knownVariables.add(setting.fileVariable());
            }
        }
        for (String key : without(keys, knownKeys)) {
            problems.add(key + ": there is no such setting; "
                    + nearest(key, knownKeys)
                            .map(known -> "did you mean " + known + "?")
                            .orElse("remove it (settings.md lists all settings)"));
        }
        // Other variables may start with TURNTABLE_ (service variables of an orchestrator): only probable typing errors
        // are refused.
        for (String variable : without(variables, knownVariables)) {
            if (variable.startsWith(PREFIX)) {
                nearest(variable, knownVariables)
                        .ifPresent(known -> problems.add("environment variable " + variable
                                + ": there is no such setting; did you mean " + known + "?"));
            }
        }
    }

    private static Set<String> without(Set<String> all, List<String> known) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(new HashSet<>(known));
        return rest;
    }

    private static Optional<String> nearest(String given, List<String> known) {
        return known.stream()
                .filter(key -> distance(given, key) <= maxDistance(key))
                .min(Comparator.comparingInt(key -> distance(given, key)));
    }

    /** Number of differing letters that still count as a typing error of this key: fewer for a short key. */
    private static int maxDistance(String key) {
        int letters = key.startsWith(PREFIX) ? key.length() - PREFIX.length() : key.length();
        return Math.max(1, Math.min(MAX_DISTANCE, letters / 4));
    }

    /** The Levenshtein distance of two words. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int exchange = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(exchange, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
