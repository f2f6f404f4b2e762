package org.turntable.promises.matrix;

import java.util.List;
import org.turntable.promises.matrix.Fault.Effect;
import org.turntable.promises.matrix.Fault.Injection;
import org.turntable.promises.matrix.Fault.Part;

/** All faults of the matrix. */
final class Faults {
    /** The ten interleavings that once lost or withheld results. */
    static final List<Fault> HOLES = List.of(
            fault("node-loses-its-way-to-mariadb", Part.NODES, StateFaults::nodeLosesItsWayToMariaDb),
            pair("single-copy-during-the-promotion", Part.WRITER, HoleFaults::singleCopyDuringThePromotion),
            pair("agent-with-an-older-folder", Part.AGENT, HoleFaults::agentWithAnOlderFolder),
            pair("third-server-acknowledges", Part.REPLICA, HoleFaults::thirdServerAcknowledges),
            fault("mariadb-restored-alone", Part.REDIS, StateFaults::mariaDbRestoredAlone),
            fault("redis-at-its-memory-limit", Part.REDIS, StateFaults::redisAtItsMemoryLimit),
            pair("single-copy-while-the-writer-hangs", Part.WRITER, HoleFaults::singleCopyWhileTheWriterHangs),
            pair("rolling-restart-of-both-servers", Part.WRITER, HoleFaults::rollingRestart),
            fault("clock-of-redis-put-back", Part.REDIS, StateFaults::clockOfRedisPutBack),
            pair("replica-does-not-acknowledge", Part.REPLICA, HoleFaults::replicaReceivesAndDoesNotAcknowledge));

    /** Parts that end, hang, lose their disk or cannot be reached; they are combined with each other. */
    static final List<Fault> OTHERS = List.of(
            silent("node-killed", NodeFaults::killed),
            silent("node-frozen", NodeFaults::frozen),
            fault("redis-killed", Part.REDIS, RedisFaults::killed),
            fault("redis-frozen", Part.REDIS, RedisFaults::frozen),
            fault("redis-disk-errors", Part.REDIS, RedisFaults::diskHasErrors),
            stateless("redis-emptied", RedisFaults::emptied),
            stateless("redis-replaced-by-an-empty-one", RedisFaults::replacedByAnEmptyOne),
            stateless("redis-replaced-by-an-older-copy", RedisFaults::replacedByAnOlderCopy),
            fault("writer-killed", Part.WRITER, WriterFaults::killed),
            fault("writer-frozen", Part.WRITER, WriterFaults::frozen),
            fault("writer-overloaded", Part.WRITER, WriterFaults::overloaded),
            fault("writer-does-not-start-again", Part.WRITER, WriterFaults::doesNotStartAgain),
            pair("writer-comes-back", Part.WRITER, WriterFaults::comesBack),
            pair("writer-disk-full", Part.WRITER, WriterFaults::diskIsFull),
            pair("writer-disk-errors", Part.WRITER, WriterFaults::diskHasErrors),
            pair("writer-data-folder-gone", Part.WRITER, WriterFaults::dataFolderIsGone),
            pair("agent-killed-in-the-promotion", Part.WRITER, WriterFaults::agentIsKilledInThePromotion),
            pair("switchover", Part.WRITER, WriterFaults::switchover),
            fault("replica-killed", Part.REPLICA, ReplicaFaults::killed),
            fault("replica-frozen", Part.REPLICA, ReplicaFaults::frozen),
            fault("replica-cut-off-from-the-writer", Part.REPLICA, ReplicaFaults::cutOffFromTheWriter),
            pair("replica-disk-errors", Part.REPLICA, ReplicaFaults::diskHasErrors),
            pair("replica-killed-before-the-writer", Part.REPLICA, ReplicaFaults::killedBeforeTheWriter),
            fault("agent-cut-off-from-the-writer", Part.AGENT, ReplicaFaults::agentCutOffFromTheWriter),
            fault("agent-cut-off-from-the-replica", Part.AGENT, ReplicaFaults::agentCutOffFromTheReplica));

    private Faults() {}

    private static Fault fault(String name, Part part, Injection injection) {
        return new Fault(name, part, false, Effect.NONE, injection);
    }

    private static Fault pair(String name, Part part, Injection injection) {
        return new Fault(name, part, true, Effect.NONE, injection);
    }

    private static Fault stateless(String name, Injection injection) {
        return new Fault(name, Part.REDIS, false, Effect.REDIS_LOSES_STATE, injection);
    }

    private static Fault silent(String name, Injection injection) {
        return new Fault(name, Part.NODES, false, Effect.SILENT_NODE, injection);
    }

    /** A fault by its name. */
    static Fault named(String name) {
        return java.util.stream.Stream.concat(HOLES.stream(), OTHERS.stream())
                .filter(fault -> fault.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
