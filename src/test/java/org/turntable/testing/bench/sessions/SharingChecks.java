package org.turntable.testing.bench.sessions;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.TomcatNode;

/**
 * What two nodes make of one session while every server is well. Each check is a question and, for a variant, what was
 * seen.
 */
final class SharingChecks {
    private static final int TIMES = 50;
    /** A value that is late by a millisecond is seldom seen late. */
    private static final int WRITES = 200;

    private static final int MANY = 1_000;
    private static final int AT_ONCE = 32;
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final long A_SECOND = Duration.ofSeconds(1).toNanos();

    private final TomcatNode a;
    private final TomcatNode b;
    private final SessionVariant variant;
    private final Visits visits;

    private SharingChecks(SessionSystem system, SessionVariant variant, Visits visits) {
        this.a = system.a();
        this.b = system.b();
        this.variant = variant;
        this.visits = visits;
    }

    /** Runs every check and reports it with its answer. */
    static void run(SessionSystem system, SessionVariant variant, BiConsumer<String, String> told) throws Exception {
        try (Visits visits = new Visits(variant)) {
            SharingChecks checks = new SharingChecks(system, variant, visits);
            told.accept("written on A, right on B at once", checks.writtenIsRead() + " of " + WRITES);
            int[] ended = checks.invalidatedIsRefused();
            told.accept("invalidated on A, refused on B at once", outOf(ended[0]));
            told.accept("invalidated on A, refused on B a second later", outOf(ended[1]));
            int[] changed = checks.changedId();
            told.accept("id changed on A, old id refused on B at once", outOf(changed[0]));
            told.accept("id changed on A, new id right on B at once", outOf(changed[1]));
            told.accept("an id that nobody issued", checks.foreignId());
            told.accept("1,000 attributes set by 1,000 requests, " + AT_ONCE + " at once", checks.manyAttributes());
            told.accept("invalidated on B while A's request writes", checks.endedMeanwhile());
        }
    }

    /**
     * What of a variant is not right across nodes: a value that is not on the other node at once, a session that is not
     * over there within a second, an attribute that concurrent requests lost. Empty where all three hold.
     */
    static List<String> faults(SessionSystem system, SessionVariant variant)
            throws InterruptedException, ExecutionException {
        List<String> faults = new ArrayList<>();
        try (Visits visits = new Visits(variant)) {
            SharingChecks checks = new SharingChecks(system, variant, visits);
            int late = WRITES - checks.writtenIsRead();
            if (late > 0) {
                faults.add(late + " of " + WRITES + " values late on the other node");
            }
            int alive = TIMES - checks.invalidatedIsRefused()[1];
            if (alive > 0) {
                faults.add(alive + " of " + TIMES + " ended sessions alive on the other node");
            }
            String many = checks.manyAttributes();
            if (!many.equals(MANY + " on A, " + MANY + " on B")) {
                faults.add("of " + MANY + " attributes set at once " + many);
            }
        }
        return faults;
    }

    private int writtenIsRead() {
        int right = 0;
        Visits.Visit session = known();
        for (int i = 0; i < WRITES; i++) {
            boolean written =
                    visits.get(a, "write?value=v" + i, session.cookie()).ok();
            Visits.Visit read = visits.get(b, "written", session.cookie());
            right += written && read.ok() && read.body().equals("v" + i) ? 1 : 0;
        }
        return right;
    }

    /** How often it was refused at once, and how often by the end of a second. */
    private int[] invalidatedIsRefused() {
        int[] refused = new int[2];
        int ended = 0;
        List<String> left = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            String cookie = known().cookie();
            if (visits.get(a, "end", cookie).ok()) {
                ended++;
                if (visits.get(b, "read", cookie).status() == 401) {
                    refused[0]++;
                } else {
                    left.add(cookie);
                }
            }
        }
        long end = System.nanoTime() + A_SECOND;
        // The same second for all that are left.
        do {
            left.removeIf(cookie -> visits.get(b, "read", cookie).status() == 401);
        } while (!left.isEmpty() && System.nanoTime() < end);
        refused[1] = ended - left.size();
        return refused;
    }

    /** How often the old id was refused, and how often the new one was right. */
    private int[] changedId() {
        int[] seen = new int[2];
        for (int i = 0; i < TIMES; i++) {
            Visits.Visit session = known();
            Visits.Visit changed = visits.get(a, "change", session.cookie());
            boolean another = changed.ok() && !changed.cookie().equals(session.cookie());
            seen[0] += another && visits.get(b, "read", session.cookie()).status() == 401 ? 1 : 0;
            Visits.Visit read = visits.get(b, "read", changed.cookie());
            seen[1] += another && read.ok() && read.body().equals("known is Player known") ? 1 : 0;
        }
        return seen;
    }

    /** A session that both nodes have seen. */
    private Visits.Visit known() {
        Visits.Visit session = visits.start(a, "known");
        visits.get(a, "read", session.cookie());
        visits.get(b, "read", session.cookie());
        return session;
    }

    private String foreignId() {
        String issued = visits.start(a, "issued").cookie();
        String name = issued.substring(0, issued.indexOf('=') + 1);
        String foreign = name + like(issued.substring(name.length()));
        Visits.Visit begun = visits.get(b, "start?player=forger", foreign);
        if (!begun.ok()) {
            return begun.told();
        }
        return begun.cookie().equals(foreign) ? "adopted" : "another one issued";
    }

    /** Another id of the same form: the same characters in another order, or another UUID where it is one in Base64. */
    private static String like(String id) {
        String decoded = decoded(id);
        if (decoded.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            return Base64.getEncoder()
                    .encodeToString(UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
        }
        List<String> characters =
                new ArrayList<>(id.chars().mapToObj(Character::toString).toList());
        Collections.shuffle(characters, new Random(id.hashCode()));
        return String.join("", characters);
    }

    private static String decoded(String id) {
        try {
            return new String(Base64.getDecoder().decode(id), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException notBase64) {
            return id;
        }
    }

    private String manyAttributes() throws InterruptedException, ExecutionException {
        String cookie = known().cookie();
        ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Long>> shares = new ArrayList<>();
            for (int share = 0; share < AT_ONCE; share++) {
                int first = share;
                shares.add(pool.submit(() -> setMany(cookie, first)));
            }
            long failed = 0;
            for (Future<Long> share : shares) {
                failed += share.get();
            }
            return visits.get(a, "many?count=" + MANY, cookie).body() + " on A, "
                    + visits.get(b, "many?count=" + MANY, cookie).body() + " on B"
                    + (failed == 0 ? "" : ", " + failed + " answers not 200");
        } finally {
            pool.shutdownNow();
        }
    }

    /** One thread's share, to both nodes in turn; says how many answers were not 200. */
    private long setMany(String cookie, int first) {
        long failed = 0;
        try (Visits own = new Visits(variant)) {
            for (int i = first; i < MANY; i += AT_ONCE) {
                failed += own.get(i / AT_ONCE % 2 == 0 ? a : b, "many?set=" + i, cookie)
                                .ok()
                        ? 0
                        : 1;
            }
        }
        return failed;
    }

    private String endedMeanwhile() throws InterruptedException, ExecutionException {
        String cookie = known().cookie();
        CompletableFuture<Visits.Visit> writing = CompletableFuture.supplyAsync(() -> {
            try (Visits own = new Visits(variant)) {
                return own.get(a, "held-write?value=late", cookie);
            }
        });
        Await.until(
                "A's request holds the session",
                LIMIT,
                () -> writing.isDone()
                        || !visits.get(a, "held-write?waiting", null).body().equals("0"));
        Visits.Visit ended = visits.get(b, "end", cookie);
        if (!writing.isDone()) {
            visits.get(a, "held-write?release", null);
        }
        int written = writing.get().status();
        String alive = List.of(a, b).stream()
                .filter(node -> visits.get(node, "read", cookie).status() != 401)
                .map(node -> node == a ? "A" : "B")
                .collect(Collectors.joining(" and "));
        return (ended.ok() ? "" : "end " + ended.status() + ", ") + "write " + written + ", then "
                + (alive.isEmpty() ? "ended" : "alive on " + alive);
    }

    private static String outOf(int seen) {
        return seen + " of " + TIMES;
    }
}
