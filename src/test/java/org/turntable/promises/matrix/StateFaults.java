package org.turntable.promises.matrix;

import java.util.Locale;
import org.turntable.player.PlayerId;
import org.turntable.promises.matrix.Fault.Mend;
import org.turntable.testing.stack.MariaDbServer;

/** Interleavings that once lost or withheld results: between a node, Redis and MariaDB. */
final class StateFaults {
    private static final int AHEAD_MILLIS = 1_200_000;
    private static final int LATER = 4;

    private StateFaults() {}

    /** The node that sweeps reaches no database any more; another one has to answer whoever waits. */
    static Mend nodeLosesItsWayToMariaDb(Target target) {
        String holder = target.system().nodeWithWays().name();
        target.await(holder + " has the sweeper's lease", () -> {
            String now = target.redis().command("GET", target.key("sweeper"));
            if (now != null && !now.contains(holder)) {
                target.redis().command("DEL", target.key("sweeper"));
            }
            return now != null && now.contains(holder);
        });
        target.system().cutWays();
        target.await("another node has the lease", () -> {
            String now = target.redis().command("GET", target.key("sweeper"));
            return now != null && !now.contains(holder);
        });
        target.pause(500, 3_000);
        return target.system()::restoreWays;
    }

    /**
     * Redis was kept, and MariaDB has the epoch and the plan's version of a backup. The draws since then are left where
     * they are: this is about the disagreement and not about what a backup lacks.
     */
    static Mend mariaDbRestoredAlone(Target target) {
        MariaDbServer writer = target.writer();
        move(writer, target.campaignId(), "+");
        target.await("Redis has the later epoch and plan", () -> epoch(target) > LATER && plan(target) > LATER);
        target.pause(200, 2_000);
        long later = epoch(target);
        move(writer, target.campaignId(), "-");
        target.await("a new epoch follows", () -> epoch(target) > later);
        return Mend.BY_ITSELF;
    }

    private static void move(MariaDbServer writer, int campaignId, String sign) {
        writer.execute(
                String.format(
                        Locale.ROOT,
                        "UPDATE turntable.campaign SET plan_version = plan_version %s %d WHERE id = %d",
                        sign,
                        LATER,
                        campaignId),
                String.format(
                        Locale.ROOT,
                        "UPDATE turntable.draw_epoch SET epoch = epoch %s %d WHERE campaign_id = %d",
                        sign,
                        LATER,
                        campaignId));
    }

    private static long epoch(Target target) {
        return Long.parseLong(target.redis().command("HGET", target.key("head"), "epoch"));
    }

    private static long plan(Target target) {
        return Long.parseLong(target.redis().command("HGET", target.key("head"), "plan"));
    }

    /** What frees memory needs none: the backlog is written and removed at the limit. */
    static Mend redisAtItsMemoryLimit(Target target) {
        target.redis().command("CONFIG", "SET", "maxmemory", "1mb");
        Mend mend = () -> target.redis().command("CONFIG", "SET", "maxmemory", "2gb");
        try {
            target.await(
                    "the backlog is written and removed",
                    () -> "0".equals(target.redis().command("XLEN", target.key("ledger"))));
            target.pause(200, 2_000);
        } catch (AssertionError never) {
            target.redis().command("CONFIG", "SET", "maxmemory", "2gb");
            throw never;
        }
        return mend;
    }

    /** What was admitted before has later times than what is admitted from now on. */
    static Mend clockOfRedisPutBack(Target target) {
        String[] now = target.redis().command("TIME").split("\n");
        long ahead = Long.parseLong(now[0]) * 1_000 + AHEAD_MILLIS;
        byte[] id = new byte[16];
        target.random().nextBytes(id);
        target.redis().command("HSET", target.key("head"), "clock", Long.toString(ahead));
        target.redis()
                .command(
                        "XADD",
                        target.key("ledger"),
                        ahead + "-0",
                        "v",
                        "1",
                        "p",
                        PlayerId.of(id).toString(),
                        "n",
                        "1",
                        "k",
                        "0",
                        "f",
                        "1");
        target.pause(1_000, 4_000);
        return Mend.BY_ITSELF;
    }
}
