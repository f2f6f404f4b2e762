package org.turntable.promises.matrix;

import org.turntable.promises.matrix.Fault.Mend;
import org.turntable.testing.stack.MariaDbServer;
import org.turntable.testing.stack.TcpProxy;

/** Faults of the server that is the replica, and of the connections to and from it. */
final class ReplicaFaults {
    private ReplicaFaults() {}

    static Mend killed(Target target) {
        target.replica().kill9();
        return Mend.BY_ITSELF;
    }

    static Mend frozen(Target target) {
        MariaDbServer replica = target.replica();
        replica.suspend();
        target.pause(500, 4_000);
        return replica::resume;
    }

    /** The writer is alone when it is killed: it has rows that the replica has not. */
    static Mend killedBeforeTheWriter(Target target) {
        MariaDbServer writer = target.writer();
        MariaDbServer replica = target.replica();
        replica.scriptsFail("start", true);
        replica.kill9();
        target.awaitMode("SINGLE_COPY");
        target.pause(100, 1_500);
        writer.kill9();
        return () -> {
            replica.scriptsFail("start", false);
            target.ops("rejoin", "--timeout", "60");
        };
    }

    static Mend diskHasErrors(Target target) {
        return WriterFaults.diskHasErrors(target, target.replica());
    }

    static Mend cutOffFromTheWriter(Target target) {
        return cut(target, target.pair().replicationFrom(target.writer()));
    }

    static Mend agentCutOffFromTheWriter(Target target) {
        return cut(target, target.pair().toAgent(target.writer()));
    }

    static Mend agentCutOffFromTheReplica(Target target) {
        return cut(target, target.pair().toAgent(target.replica()));
    }

    private static Mend cut(Target target, TcpProxy line) {
        line.cut();
        target.pause(500, 4_000);
        return line::restore;
    }
}
