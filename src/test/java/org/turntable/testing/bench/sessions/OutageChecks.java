package org.turntable.testing.bench.sessions;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.RedisServer;
import redis.clients.jedis.Jedis;

/**
 * What players meet while Redis is killed, hung, or holds what cannot be read. Each check is a question and, for a
 * variant, what was seen.
 */
final class OutageChecks {
    /** Each page is asked so often, unless one answer alone took long; the slowest is reported. */
    private static final int TIMES = 3;

    private static final double LONG_MILLIS = 3_000;
    private static final Duration LIMIT = Duration.ofSeconds(90);
    /** No beginning of anything: not of Java's serialisation, of Kryo's, of JSON, nor of UTF-8. */
    private static final byte[] RUBBISH = {-1, -1, -1, -1, -1, -1, -1, -1};

    private final SessionSystem system;
    private final RedisServer redis;
    private final SessionVariant variant;
    private final Visits visits;
    private final BiConsumer<String, String> told;

    private OutageChecks(SessionSystem system, SessionVariant variant, Visits visits, BiConsumer<String, String> told) {
        this.system = system;
        this.redis = system.redis();
        this.variant = variant;
        this.visits = visits;
        this.told = told;
    }

    /** Runs every check and reports it with its answer. Redis runs before and after, and is empty after. */
    static void run(SessionSystem system, SessionVariant variant, BiConsumer<String, String> told) {
        try (Visits visits = new Visits(variant)) {
            OutageChecks checks = new OutageChecks(system, variant, visits, told);
            checks.undecodable("one attribute undecodable in Redis", "player");
            checks.undecodable("the whole session undecodable in Redis", "");
            checks.hung();
            checks.killed();
        }
    }

    private void hung() {
        String cookie = settled();
        redis.suspend();
        try {
            pages("Redis hung", cookie);
        } finally {
            redis.resume();
        }
        told.accept("Redis awake again: the same session", until("read", cookie));
    }

    private void killed() {
        String cookie = settled();
        redis.kill9();
        try {
            pages("Redis killed", cookie);
        } finally {
            redis.start();
        }
        told.accept("Redis back and empty: a new session", until("start?player=again", null));
    }

    private void pages(String fault, String cookie) {
        told.accept(fault + ": page without the session", slowest("plain", cookie));
        told.accept(fault + ": page that reads", slowest("read", cookie));
        told.accept(fault + ": page that writes", slowest("write?value=x", cookie));
    }

    private String slowest(String page, String cookie) {
        Set<Integer> statuses = new TreeSet<>();
        double slowest = 0;
        for (int i = 0; i < TIMES && slowest < LONG_MILLIS; i++) {
            Visits.Visit seen = visits.get(system.a(), page, cookie);
            statuses.add(seen.status());
            slowest = Math.max(slowest, seen.millis());
        }
        return statuses.stream()
                        .map(status -> status == 0 ? "no answer" : status.toString())
                        .collect(Collectors.joining("/"))
                + " in " + Visits.whole(slowest) + " ms";
    }

    /**
     * When the page answered first, from now on, with 200 or that there is no session; or what it still said at the
     * limit.
     */
    private String until(String page, String cookie) {
        long begun = System.nanoTime();
        Visits.Visit seen;
        do {
            seen = visits.get(system.a(), page, cookie);
        } while (!seen.ok() && seen.status() != 401 && System.nanoTime() - begun < LIMIT.toNanos());
        String after = " after " + Visits.whole((System.nanoTime() - begun) / 1e6) + " ms";
        return (seen.status() == 401 ? "signed out" : seen.ok() ? "200" : "still " + seen.status()) + after;
    }

    /** A session that works, once everything has got over the fault before. */
    private String settled() {
        String[] cookie = new String[1];
        Await.until(variant.name() + " gives sessions again", LIMIT, () -> {
            Visits.Visit started = visits.get(system.a(), "start?player=settled", null);
            cookie[0] = started.cookie();
            return started.ok() && visits.get(system.a(), "read", cookie[0]).ok();
        });
        return cookie[0];
    }

    /**
     * Overwrites the fields whose names hold the word, in whatever Redis has gained by one session; B, which has not
     * seen it, must then read it.
     */
    private void undecodable(String question, String word) {
        try (Jedis client = redis.client()) {
            Set<String> before = client.keys("*");
            String cookie = visits.start(system.a(), "damaged").cookie();
            Set<String> gained = client.keys("*");
            gained.removeAll(before);
            int damaged = 0;
            for (String key : gained) {
                if (client.type(key).equals("hash")) {
                    for (String field : client.hkeys(key)) {
                        if (field.toLowerCase(Locale.ROOT).contains(word)) {
                            client.hset(
                                    key.getBytes(StandardCharsets.UTF_8),
                                    field.getBytes(StandardCharsets.UTF_8),
                                    RUBBISH);
                            damaged++;
                        }
                    }
                }
            }
            String read = read(cookie) + ", " + read(cookie);
            int start = visits.get(system.b(), "start?player=anew", cookie).status();
            String cell = gained.isEmpty()
                    ? "nothing in Redis"
                    : damaged == 0 ? "no such field" : "read " + read + "; start " + start;
            told.accept(question, cell);
        }
    }

    private String read(String cookie) {
        Visits.Visit read = visits.get(system.b(), "read", cookie);
        return read.status()
                + (read.ok() && !read.body().equals("damaged is Player damaged") ? " with a wrong value" : "");
    }
}
