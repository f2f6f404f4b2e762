package org.turntable.testing.standin;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Injected faults by path, and the number of calls of each path. */
final class Faults {
    /** The kinds of faults. */
    enum Kind {
        /** Answers after so many milliseconds. */
        SLOW,
        /** Accepts the request and does not answer. */
        HANG,
        /** Performs the request and does not answer. */
        SILENT,
        /** Sends the head of an answer and hangs in its body. */
        STALL,
        /** Answers 200 with a web page. */
        HTML,
        /** Answers truncated JSON. */
        TRUNCATED,
        /** Answers JSON of eight megabytes. */
        HUGE,
        /** Answers that WeChat error; in the partner's form a word, LIMITED for 45009. */
        ERRCODE,
        /** Answers well, with an openid that is empty. */
        EMPTY_OPENID,
        /** Answers that HTTP status. */
        STATUS,
        /** Redirects to the path of the access token. */
        REDIRECT
    }

    private record Fault(Kind kind, int value, int times) {}

    private static final int LONGEST_SECONDS = 120;
    private static final String PAGE =
            "<!doctype html><html><head><title>502 Bad Gateway</title></head><body>系统繁忙</body></html>";

    private final Map<String, Fault> faults = new ConcurrentHashMap<>();
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();
    private volatile CountDownLatch over = new CountDownLatch(1);

    /**
     * Adds a fault, from the next call on.
     *
     * @param value milliseconds, an error code or a status, depending on the kind
     * @param times how many calls fail; below 1: all
     */
    void set(String path, Kind kind, int value, int times) {
        faults.put(path, new Fault(kind, value, times < 1 ? Integer.MAX_VALUE : times));
    }

    /** Removes all faults, ends calls that hang, and resets the counters. */
    void reset() {
        faults.clear();
        calls.clear();
        CountDownLatch before = over;
        over = new CountDownLatch(1);
        before.countDown();
    }

    /** Calls of each path since the last reset. */
    Map<String, Integer> calls() {
        return new TreeMap<>(calls);
    }

    /** Counts a call and applies its fault; true when the fault has replaced the answer. */
    boolean apply(Call call) throws IOException {
        calls.merge(call.path(), 1, Integer::sum);
        Fault[] found = new Fault[1];
        faults.computeIfPresent(call.path(), (path, fault) -> {
            found[0] = fault;
            return fault.times == 1 ? null : new Fault(fault.kind, fault.value, fault.times - 1);
        });
        return found[0] != null && inject(found[0], call);
    }

    private boolean inject(Fault fault, Call call) throws IOException {
        switch (fault.kind) {
            case SLOW -> {
                pause(fault.value);
                return false;
            }
            case HANG -> {
                pause(TimeUnit.SECONDS.toMillis(LONGEST_SECONDS));
                throw new IOException("hung up");
            }
            case SILENT -> {
                call.mute(() -> pause(TimeUnit.SECONDS.toMillis(LONGEST_SECONDS)));
                return false;
            }
            case STALL -> {
                call.beginAnswer();
                pause(TimeUnit.SECONDS.toMillis(LONGEST_SECONDS));
                throw new IOException("hung up");
            }
            case HTML -> call.page(200, PAGE);
            case TRUNCATED -> call.send(200, "application/json", "{\"openid\":\"oBroken\",\"access_token\":\"80_Brok");
            case HUGE -> call.send(200, "application/json", "{\"openid\":\"" + "o".repeat(8 << 20) + "\"}");
            case ERRCODE ->
                call.json(
                        200,
                        Map.of(
                                "errcode",
                                fault.value,
                                "errmsg",
                                "as the test asked, rid: 6a0b1c2d-0e4f5a6b-7c8d9e0f",
                                "error",
                                fault.value == 45_009 ? "LIMITED" : "E" + fault.value));
            case EMPTY_OPENID ->
                call.json(200, Map.of("openid", "", "access_token", "", "expires_in", 7200, "scope", "snsapi_base"));
            case STATUS -> call.page(fault.value, PAGE);
            case REDIRECT -> call.redirect("/cgi-bin/stable_token");
        }
        return true;
    }

    private void pause(long millis) {
        try {
            over.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }
}
