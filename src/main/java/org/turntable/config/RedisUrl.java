package org.turntable.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL of a Redis: {@code redis://[user:password@]address:port/database}, {@code rediss://…} over TLS, and
 * {@code redis-sentinel://[user:password@]address:port,address:port/database#master} (or {@code rediss-sentinel://…})
 * for one with Sentinels; Lettuce and others use the same schemes.
 */
final class RedisUrl {
    static final String REMEDY = "write it as redis://[user:password@]address:port/database, rediss://… for TLS, or"
            + " redis-sentinel://[user:password@]address:port,address:port/database#master (special characters of "
            + "the password percent-encoded)";
    private static final Pattern SHAPE = Pattern.compile(
            "(redis|rediss)(-sentinel)?://(?:([^@/]*)@)?([^@/?#]+)(?:/(\\d{0,4}))?(?:#([A-Za-z0-9._-]{1,64}))?");
    private static final Pattern HOST_AND_PORT = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):(\\d{1,5})");

    private RedisUrl() {}

    /**
     * Parses a URL; empty if it has another form.
     *
     * @throws URISyntaxException if it is not a URL
     */
    static Optional<RedisInstance> parse(String value) throws URISyntaxException {
        new URI(value);
        Matcher parts = SHAPE.matcher(value);
        if (!parts.matches()) {
            return Optional.empty();
        }
        boolean sentinel = parts.group(2) != null;
        Optional<List<HostAndPort>> hosts = hosts(parts.group(4));
        Optional<String> master = Optional.ofNullable(parts.group(6));
        String account = parts.group(3);
        if (hosts.isEmpty()
                || sentinel != master.isPresent()
                || !sentinel && hosts.get().size() > 1
                || account != null && !account.contains(":")) {
            return Optional.empty();
        }
        // Decoded after the URL is split: a password may contain any character.
        Optional<String> user = Optional.ofNullable(account)
                .map(both -> decoded(both.substring(0, both.indexOf(':'))))
                .filter(name -> !name.isEmpty());
        Optional<Secret> password = Optional.ofNullable(account)
                .map(both -> decoded(both.substring(both.indexOf(':') + 1)))
                .filter(text -> !text.isEmpty())
                .map(Secret::new);
        String database = parts.group(5);
        return Optional.of(new RedisInstance(
                hosts.get(),
                master,
                parts.group(1).equals("rediss"),
                user,
                password,
                database == null || database.isEmpty() ? 0 : Integer.parseInt(database)));
    }

    private static Optional<List<HostAndPort>> hosts(String text) {
        List<HostAndPort> hosts = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            Matcher parts = HOST_AND_PORT.matcher(one);
            if (!parts.matches() || Integer.parseInt(parts.group(2)) < 1 || Integer.parseInt(parts.group(2)) > 65_535) {
                return Optional.empty();
            }
            hosts.add(new HostAndPort(parts.group(1), Integer.parseInt(parts.group(2))));
        }
        return Optional.of(List.copyOf(hosts));
    }

    private static String decoded(String text) {
        return URI.create("redis://" + text + "@host").getUserInfo() == null
                ? ""
                : URI.create("redis://" + text + "@host").getUserInfo();
    }
}
