package org.turntable.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the settings of the entry lines, which only turntable-ops uses. */
final class LineSettingsReader {
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62}\\.)*[a-z0-9-]{1,63}");
    private static final Pattern LINE = Pattern.compile("([a-z0-9-]{1,20})\\s*=\\s*(.+)");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern PAGE = Pattern.compile("https?://[A-Za-z0-9.-]+(:\\d{1,5})?/[A-Za-z0-9/._~?&=+-]*");
    private static final Pattern ANY_PATH = Pattern.compile("[^\\p{Cntrl}]{1,400}");
    private static final int SHORTEST_KEY = 16;

    private LineSettingsReader() {}

    static LineSettings lines(SettingChecks check) {
        String name = domain(check, SettingKey.LINES_NAME);
        return new LineSettings(
                name,
                addresses(check),
                pages(check, name),
                check.file(SettingKey.LINES_TLS_CA),
                check.optionalHosts(SettingKey.LINES_OPS),
                check.optionalOrigin(SettingKey.CONSOLE_ORIGIN));
    }

    static LineDnsSettings names(SettingChecks check, boolean withKey) {
        String zone = domain(check, SettingKey.LINES_ZONE);
        String name = domain(check, SettingKey.LINES_NAME);
        if (zone != null && name != null && !name.equals(zone) && !name.endsWith("." + zone)) {
            check.problem(
                    SettingKey.LINES_ZONE,
                    "is not the zone of lines.name=" + name + "; give a zone that is a suffix of that name");
        }
        List<HostAndPort> servers = check.hosts(SettingKey.LINES_SERVER);
        if (servers.size() > 1) {
            check.problem(
                    SettingKey.LINES_SERVER,
                    "contains more than one server; set the primary here and the others in lines.watch");
        }
        String algorithm = check.choice(
                SettingKey.LINES_TSIG_ALGORITHM,
                new TreeMap<>(Map.of(
                        "hmac-sha256", "hmac-sha256", "hmac-sha384", "hmac-sha384", "hmac-sha512", "hmac-sha512")));
        String folder = check.text(SettingKey.LINES_FOLDER, ANY_PATH, "give the path of a folder");
        return new LineDnsSettings(
                zone,
                Duration.ofSeconds(check.whole(SettingKey.LINES_TTL, 1, 86_400)),
                servers.isEmpty() ? null : servers.get(0),
                check.optionalHosts(SettingKey.LINES_WATCH),
                withKey ? Optional.of(key(check)) : Optional.empty(),
                algorithm,
                Path.of(folder == null ? "" : folder));
    }

    private static SharedKey key(SettingChecks check) {
        String name = domain(check, SettingKey.LINES_TSIG_NAME);
        Secret secret = check.secret(SettingKey.LINES_TSIG_SECRET, SHORTEST_KEY);
        try {
            Base64.getDecoder().decode(secret == null ? "" : secret.reveal());
        } catch (IllegalArgumentException notBase64) {
            check.problem(
                    SettingKey.LINES_TSIG_SECRET,
                    "is not base64; copy the value of secret from the key of the name server");
        }
        return new SharedKey(name, secret);
    }

    private static String domain(SettingChecks check, SettingKey setting) {
        return check.text(
                setting, DOMAIN, "write a name such as wheel.example.com, in lower case, without a trailing dot");
    }

    private static Map<String, List<String>> addresses(SettingChecks check) {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        for (String item : check.items(SettingKey.LINES_ADDRESSES)) {
            var line = LINE.matcher(item);
            if (!line.matches()) {
                check.problem(
                        SettingKey.LINES_ADDRESSES,
                        "'" + item + "' is not a line; write telecom=203.0.113.10, several addresses separated "
                                + "by spaces");
                continue;
            }
            List<String> literals = new ArrayList<>();
            for (String text : line.group(2).strip().split("\\s+")) {
                literal(text)
                        .ifPresentOrElse(
                                literals::add,
                                () -> check.problem(
                                        SettingKey.LINES_ADDRESSES,
                                        "'" + text
                                                + "' is not an address; write an IP address such as "
                                                + "203.0.113.10 or 2001:db8::20, without a port"));
            }
            if (new HashSet<>(literals).size() < literals.size()) {
                check.problem(
                        SettingKey.LINES_ADDRESSES,
                        "contains an address of " + line.group(1) + " twice; keep one of them");
            }
            if (lines.put(line.group(1), List.copyOf(literals)) != null) {
                check.problem(
                        SettingKey.LINES_ADDRESSES, "contains line " + line.group(1) + " twice; keep one " + "of them");
            }
        }
        return lines;
    }

    /** The canonical form of an IP literal; a host name is never resolved. */
    private static Optional<String> literal(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text).getHostAddress());
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }

    private static List<URI> pages(SettingChecks check, String name) {
        List<String> given = check.optionalItems(SettingKey.LINES_PAGES);
        if (given.isEmpty()) {
            return List.of(URI.create("https://" + name + "/"));
        }
        List<URI> pages = new ArrayList<>();
        for (String item : given) {
            if (PAGE.matcher(item).matches()) {
                pages.add(URI.create(item));
            } else {
                check.problem(
                        SettingKey.LINES_PAGES,
                        "'" + item + "' is not a page URL; write https://wheel.example.com/c/golden-week");
            }
        }
        return pages;
    }
}
