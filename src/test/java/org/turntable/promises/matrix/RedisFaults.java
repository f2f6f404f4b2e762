package org.turntable.promises.matrix;

import java.nio.file.Path;
import java.util.List;
import org.turntable.promises.matrix.Fault.Mend;
import org.turntable.testing.stack.PowerCutDisk;
import org.turntable.testing.stack.RedisServer;

/** Faults of the Redis for draws. */
final class RedisFaults {
    private RedisFaults() {}

    static Mend killed(Target target) {
        target.redis().kill9();
        return target.redis()::start;
    }

    static Mend frozen(Target target) {
        target.redis().suspend();
        target.pause(500, 6_000);
        return target.redis()::resume;
    }

    static Mend emptied(Target target) {
        target.redis().command("FLUSHALL");
        return Mend.BY_ITSELF;
    }

    /** The files go with the process: a host that is set up anew. */
    static Mend replacedByAnEmptyOne(Target target) {
        target.redis().kill9();
        return target.redis()::restartEmpty;
    }

    static Mend replacedByAnOlderCopy(Target target) {
        RedisServer redis = target.redis();
        Path copy = target.cluster().folder().resolve("older-copy-" + System.nanoTime());
        redis.copyDataTo(copy);
        target.pause(1_000, 3_000);
        redis.kill9();
        return () -> redis.restartFrom(copy);
    }

    /** Every access to the disk is an error. Redis ends by itself as it cannot sync. */
    static Mend diskHasErrors(Target target) {
        RedisServer redis = target.redis();
        PowerCutDisk disk = target.system().drawsDisk();
        PowerCutDisk.cut(List.of(disk));
        return () -> {
            redis.kill9();
            disk.restore();
            redis.start();
        };
    }
}
