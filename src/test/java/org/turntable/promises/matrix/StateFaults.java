package org.turntable.promises.matrix;

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
        String campaign = " WHERE id = " + target.campaignId();
        String changedAt = writer.ask("SELECT plan_changed_at FROM turntable.campaign" + campaign);
        long version = plan(target);
        target.redis().command("FLUSHALL");
        target.await("an epoch that the backup lacks", () -> epoch(target) == 2);
        writer.execute(
                "UPDATE turntable.campaign SET plan_changed_at = UTC_TIMESTAMP(6), plan_version = plan_version + "
                        + LATER + campaign);
        target.await("a plan that the backup lacks", () -> plan(target) == version + LATER);
        target.pause(200, 2_000);
        writer.execute(
                "UPDATE turntable.draw_epoch SET epoch = 1 WHERE campaign_id = " + target.campaignId(),
                "UPDATE turntable.campaign SET plan_changed_at = '" + changedAt + "', plan_version = plan_version - "
                        + LATER + campaign);
        target.await(
                "a new epoch follows, with the plan of the backup", () -> epoch(target) > 2 && plan(target) == version);
        return Mend.BY_ITSELF;
    }

    private static long epoch(Target target) {
        return Long.parseLong(target.redis().command("HGET", target.key("head"), "epoch"));
    }

    private static long plan(Target target) {
        return Long.parseLong(target.redis().command("HGET", target.key("head"), "plan"));
    }

    /** What frees memory needs none: the backlog is written and removed at the limit. */
    static Mend redisAtItsMemoryLimit(Target target) {
        long used = Long.parseLong(target.redis().info("used_memory"));
        target.redis().command("CONFIG", "SET", "maxmemory", Long.toString(used / 2));
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
