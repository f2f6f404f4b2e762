package org.turntable.testing.bench.sessions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.RedisServer;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisMonitor;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The very commands that some requests caused, as {@code MONITOR} shows them. The keep-alive PINGs of idle connections
 * are left out: they belong to no request.
 *
 * @param sent commands that clients sent, by their names
 * @param inScripts how many commands scripts executed beyond that
 */
record CommandSample(Map<String, Integer> sent, int inScripts) {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Watches Redis while the requests run. */
    static CommandSample during(RedisServer redis, Runnable requests) {
        List<String> lines = new CopyOnWriteArrayList<>();
        // Both are connected before anything is watched: their greetings belong to no request either.
        try (Jedis watching = redis.client();
                Jedis marking = redis.client()) {
            Thread monitor = new Thread(() -> watch(watching, lines), "monitor");
            monitor.setDaemon(true);
            monitor.start();
            mark(marking, lines, "begin");
            requests.run();
            mark(marking, lines, "end");
        }
        return of(lines);
    }

    private static void watch(Jedis watching, List<String> lines) {
        try {
            watching.monitor(new JedisMonitor() {
                @Override
                public void onCommand(String line) {
                    lines.add(line);
                }
            });
        } catch (JedisException closed) {
            // By us, when enough has been seen.
        }
    }

    /** Sends a command until the monitor shows it: what was sent before has been shown then. */
    private static void mark(Jedis marking, List<String> lines, String word) {
        Await.until("MONITOR shows the mark", LIMIT, () -> {
            marking.echo(word);
            return lines.stream().anyMatch(line -> line.endsWith("\"" + word + "\""));
        });
    }

    /**
     * Reads lines such as {@code 1339518083.107412 [0 127.0.0.1:60866] "HGETALL" "key"}; a script's have {@code lua}
     * for the address.
     */
    static CommandSample of(List<String> lines) {
        Map<String, Integer> sent = new TreeMap<>();
        int inScripts = 0;
        for (String line : new ArrayList<>(lines)) {
            int name = line.indexOf("] \"") + 3;
            String command = line.substring(name, line.indexOf('"', name)).toUpperCase(Locale.ROOT);
            if (line.substring(0, name).endsWith(" lua] \"")) {
                inScripts++;
            } else if (!command.equals("ECHO") && !command.equals("PING")) {
                sent.merge(command, 1, Integer::sum);
            }
        }
        return new CommandSample(sent, inScripts);
    }

    double sentPer(int requests) {
        return (double) sent.values().stream().mapToInt(Integer::intValue).sum() / requests;
    }

    double inScriptsPer(int requests) {
        return (double) inScripts / requests;
    }

    /**
     * Such as "2 HSET, 1 PEXPIRE", for each request; those that came less than once in a hundred requests are left out.
     */
    String names(int requests) {
        return sent.entrySet().stream()
                .filter(command -> command.getValue() * 100 >= requests)
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(command -> String.format(
                        Locale.ROOT, "%s %s", number((double) command.getValue() / requests), command.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.2f", value);
    }
}
