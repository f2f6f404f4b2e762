package org.turntable.testing.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The rules by which Mozilla's HTTP Observatory judges the headers of an answer, with its best marks, and those beyond
 * it that browsers know by now.
 */
public final class SecurityHeaderRules {
    private static final String NONE = "'none'";
    private static final Set<String> NO_REFERRER = Set.of("no-referrer", "same-origin", "strict-origin");

    private SecurityHeaderRules() {}

    /**
     * What is wrong with the headers of an answer; empty when nothing is.
     *
     * @param header the value of a header by its name in small letters; "" where there is none
     * @param status of HTTP
     * @param secure whether it came over TLS
     * @param hasBody whether there is something to have a type
     */
    public static List<String> problems(UnaryOperator<String> header, int status, boolean secure, boolean hasBody) {
        List<String> problems = new ArrayList<>();
        policyProblems(header.apply("content-security-policy"), problems);
        expect(header, "x-content-type-options", "nosniff", problems);
        expect(header, "x-frame-options", "DENY", problems);
        expect(header, "cross-origin-resource-policy", "same-origin", problems);
        expect(header, "cross-origin-opener-policy", secure ? "same-origin" : "", problems);
        // The last word that a browser knows holds.
        String[] referrer = header.apply("referrer-policy").split(", ?");
        if (!NO_REFERRER.contains(referrer[referrer.length - 1])) {
            problems.add("referrer-policy: " + header.apply("referrer-policy"));
        }
        for (String denied : List.of("geolocation=()", "microphone=()", "payment=()", "usb=()")) {
            if (!header.apply("permissions-policy").contains(denied)) {
                problems.add("permissions-policy without " + denied);
            }
        }
        if (header.apply("permissions-policy").contains(" AND ")) {
            problems.add("permissions-policy twice");
        }
        if (hasBody && header.apply("content-type").isEmpty() && status != 304) {
            problems.add("a body without content-type");
        }
        if (header.apply("content-type").startsWith("text/")
                && !header.apply("content-type").toLowerCase().contains("charset=")
                && status < 300) {
            problems.add("content-type without charset: " + header.apply("content-type"));
        }
        for (String tells : List.of("x-powered-by", "x-aspnet-version", "public-key-pins", "x-xss-protection")) {
            expect(header, tells, "", problems);
        }
        if (header.apply("server").matches(".*\\d.*")) {
            problems.add("server: " + header.apply("server"));
        }
        return problems;
    }

    private static void policyProblems(String policy, List<String> problems) {
        Map<String, List<String>> directives = new LinkedHashMap<>();
        for (String directive : policy.split(";")) {
            List<String> words = Arrays.asList(directive.strip().split(" +"));
            directives.put(words.get(0), words.subList(1, words.size()));
        }
        for (String none : List.of("default-src", "base-uri", "frame-ancestors")) {
            if (!List.of(NONE).equals(directives.get(none))) {
                problems.add("content-security-policy without " + none + " 'none': " + policy);
            }
        }
        if (!directives.containsKey("form-action")) {
            problems.add("content-security-policy without form-action: " + policy);
        }
        // Where they are not named, default-src holds.
        for (String plugin : List.of("object-src", "worker-src", "manifest-src")) {
            if (directives.containsKey(plugin)) {
                problems.add("content-security-policy allows " + plugin + ": " + policy);
            }
        }
        directives.forEach((name, words) -> words.forEach(word -> {
            if (word.startsWith("'unsafe-")
                    || word.equals("*")
                    || word.matches("(?:https?|blob|filesystem|ftp):")
                    || word.equals("data:") && !name.equals("img-src")) {
                problems.add("content-security-policy allows " + name + " " + word);
            }
        }));
    }

    private static void expect(UnaryOperator<String> header, String name, String value, List<String> problems) {
        if (!header.apply(name).equals(value)) {
            problems.add(name + ": " + (header.apply(name).isEmpty() ? "(none)" : header.apply(name)));
        }
    }
}
