package org.turntable.testing.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Secrets that tests use, and the search for them in every log of every server: codes, passwords, keys, tokens,
 * cookies, openids, names, addresses and phone numbers of winners. A log with one of them fails the test class in which
 * it is found, or, once the folder of the servers is closed, whoever closes it.
 */
public final class LoggedSecrets {
    /** Shorter values occur by chance. */
    private static final int SHORTEST = 6;

    /** Only in a process of the test suite: demo and benchmarks have no limit on how many players they make. */
    private static final boolean ON = System.getProperty("suite.seed") != null;

    private static final Set<String> VALUES = ConcurrentHashMap.newKeySet();
    private static final Set<Path> FOLDERS = ConcurrentHashMap.newKeySet();
    private static final Map<Path, Long> SEARCHED = new ConcurrentHashMap<>();
    private static final Set<String> REPORTED = ConcurrentHashMap.newKeySet();

    private LoggedSecrets() {}

    /** From now on no log may contain the value, in plain or as a part of a URL; returns it. */
    public static String register(String value) {
        if (ON && value.getBytes(StandardCharsets.UTF_8).length >= SHORTEST) {
            VALUES.add(value);
            VALUES.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
        return value;
    }

    /** The same for a code that may be written without its hyphens and in small letters. */
    public static String registerCode(String code) {
        for (String spelled : List.of(code, code.replace("-", ""))) {
            register(spelled);
            register(spelled.toLowerCase(Locale.ROOT));
        }
        return code;
    }

    /** The same for a cookie's value: the part after the last dot, which is its signature where it has one. */
    public static void registerCookie(String value) {
        register(value.substring(value.lastIndexOf('.') + 1));
    }

    /** From now on the logs below the folder are searched, after each test class. */
    static void watch(Path folder) {
        FOLDERS.add(folder);
    }

    /** Searches what the logs of all servers have got since the search before. */
    public static void checkNew() {
        List<String> found = new ArrayList<>();
        for (Path folder : FOLDERS) {
            found.addAll(search(folder, true));
        }
        report(found);
    }

    /** Searches the logs below a folder as a whole, before it is removed. */
    static void checkAtLast(Path folder) {
        FOLDERS.remove(folder);
        List<String> found = search(folder, false);
        SEARCHED.keySet().removeIf(log -> log.startsWith(folder));
        report(found);
    }

    private static void report(List<String> found) {
        List<String> fresh = found.stream().filter(REPORTED::add).toList();
        if (!fresh.isEmpty()) {
            throw new AssertionError("secrets stand in logs:\n" + String.join("\n", fresh));
        }
    }

    private static List<String> search(Path folder, boolean onlyNew) {
        if (VALUES.isEmpty()) {
            return List.of();
        }
        LogSearch values = new LogSearch(VALUES);
        List<String> found = new ArrayList<>();
        try {
            for (Path log : Workspace.filesBelow(folder).stream()
                    .filter(file -> isLog(folder.relativize(file)))
                    .toList()) {
                long from = onlyNew ? SEARCHED.getOrDefault(log, 0L) : 0;
                LogSearch.Outcome outcome = values.search(log, from);
                SEARCHED.put(log, outcome.end());
                outcome.found().forEach(line -> found.add(log + ": " + line));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return found;
    }

    /** What servers print, and what lies in folders of logs; what turntable-ops prints is for its caller. */
    static boolean isLog(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith("turntable-ops")
                && !name.endsWith(".hprof")
                && (name.endsWith(".log")
                        || file.getNameCount() > 1 && file.toString().contains("logs/"));
    }
}
