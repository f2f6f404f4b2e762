package org.turntable.promises.matrix;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.turntable.promises.matrix.Fault.Mend;
import org.turntable.testing.stack.HeldPromotion;
import org.turntable.testing.stack.MariaDbServer;
import org.turntable.testing.stack.OpsTool.Outcome;
import org.turntable.tool.failover.ControlSocket;
import org.turntable.tool.failover.RequestRefusedException;

/** Interleavings that once lost or withheld results: what people, old folders and a third server do to the pair. */
final class HoleFaults {
    private HoleFaults() {}

    static Mend singleCopyDuringThePromotion(Target target) throws Exception {
        try (HeldPromotion held = new HeldPromotion(target.replica())) {
            held.awaitBlocked();
            target.writer().kill9();
            target.await(
                    "a promotion has begun",
                    () -> "PROMOTING".equals(target.pair().status().get("phase")));
            target.pause(0, 1_000);
            refused(target.ops("single-copy", "enter"));
        }
        return Mend.BY_ITSELF;
    }

    static Mend singleCopyWhileTheWriterHangs(Target target) throws Exception {
        MariaDbServer writer = target.writer();
        writer.suspend();
        try {
            Map<String, String> answer = ControlSocket.ask(
                    target.agentFolder().resolve("agent.socket"), "alone", Map.of("by", "Li", "reason", "it hangs"));
            throw new AssertionError("the order was carried out: " + answer);
        } catch (RequestRefusedException expected) {
            // A refused order changes nothing: the replica is promoted as without it.
            target.awaitPromotionInPlaceOf(writer);
        } finally {
            writer.resume();
        }
        return Mend.BY_ITSELF;
    }

    /** An agent that knows a later term ruled meanwhile, and the replica lags. */
    static Mend agentWithAnOlderFolder(Target target) throws Exception {
        Path folder = target.agentFolder();
        Path older = folder.resolveSibling("older-agent");
        Path newer = folder.resolveSibling("newer-agent");
        target.pair().killAgent();
        Files.move(folder, older);
        startAgent(target);
        Outcome switched = target.ops("switchover");
        if (switched.exitCode() != 0) {
            throw new AssertionError("no switchover: " + switched.output());
        }
        target.pair().awaitWhole();
        MariaDbServer writer = target.writer();
        MariaDbServer replica = target.replica();
        long process = writer.pid();
        replica.execute("STOP SLAVE SQL_THREAD");
        target.pair().killAgent();
        target.pause(500, 2_000);
        Files.move(folder, newer);
        Files.move(older, folder);
        target.pair().startAgent();
        boolean ended = target.pair().agent().waitFor(60, TimeUnit.SECONDS);
        return () -> {
            target.pair().killAgent();
            Files.move(folder, folder.resolveSibling("out-of-date-" + System.nanoTime()));
            Files.move(newer, folder);
            replica.execute("START SLAVE SQL_THREAD");
            startAgent(target);
            if (!ended || writer.pid() != process || !"0".equals(writer.ask("SELECT @@read_only"))) {
                throw new AssertionError("the agent with the older folder " + (ended ? "ended" : "went on")
                        + " and touched the writer:\n" + target.pair().journal());
            }
        };
    }

    private static void startAgent(Target target) {
        target.pair().startAgent();
        target.pair().awaitAgent();
        target.pair().awaitWhole();
    }

    /** A third server acknowledges, the replica is cut off, and the writer is killed. */
    static Mend thirdServerAcknowledges(Target target) {
        MariaDbServer writer = target.writer();
        MariaDbServer third =
                target.cluster().pair().startFurther(target.system().nextServerId());
        third.execute("SET GLOBAL rpl_semi_sync_slave_enabled = ON");
        target.cluster().pair().replicate(third, writer);
        target.awaitMode("HELD");
        target.pair().replicationFrom(writer).cut();
        target.pause(300, 2_000);
        writer.kill9();
        return () -> {
            target.await("the agent has started the writer again", writer::isRunning);
            target.pair().replicationFrom(writer).restore();
            third.close();
        };
    }

    static Mend replicaReceivesAndDoesNotAcknowledge(Target target) {
        MariaDbServer replica = target.replica();
        acknowledge(replica, "OFF");
        target.awaitMode("SINGLE_COPY");
        target.pause(200, 2_000);
        return () -> acknowledge(replica, "ON");
    }

    private static void acknowledge(MariaDbServer replica, String value) {
        replica.execute(
                "SET GLOBAL rpl_semi_sync_slave_enabled = " + value, "STOP SLAVE IO_THREAD", "START SLAVE IO_THREAD");
    }

    /** Both servers start anew one after the other, so that the numbers of sessions begin again. */
    static Mend rollingRestart(Target target) {
        for (int round = 0; round < 2; round++) {
            MariaDbServer replica = target.replica();
            replica.kill9();
            target.await("the agent has started it", replica::isRunning);
            target.pair().awaitWhole();
            Outcome switched = target.ops("switchover");
            if (switched.exitCode() != 0) {
                throw new AssertionError("no switchover: " + switched.output());
            }
            target.pair().awaitWhole();
        }
        return Mend.BY_ITSELF;
    }

    private static void refused(Outcome outcome) {
        if (outcome.exitCode() != 1 || !outcome.output().contains("is being promoted")) {
            throw new AssertionError("the order ended with " + outcome.exitCode() + ": " + outcome.output());
        }
    }
}
