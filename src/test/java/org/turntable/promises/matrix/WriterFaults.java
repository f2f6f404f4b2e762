package org.turntable.promises.matrix;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.turntable.promises.matrix.Fault.Mend;
import org.turntable.testing.stack.HeldPromotion;
import org.turntable.testing.stack.MariaDbPair;
import org.turntable.testing.stack.MariaDbServer;
import org.turntable.testing.stack.PowerCutDisk;

/** Faults of the server that is the writer. */
final class WriterFaults {
    private static final int LOAD_THREADS = 24;

    private WriterFaults() {}

    static Mend killed(Target target) {
        target.writer().kill9();
        return Mend.BY_ITSELF;
    }

    /** The agent ends it for good, so that the mend finds another process or none. */
    static Mend frozen(Target target) {
        MariaDbServer writer = target.writer();
        writer.suspend();
        target.pause(500, 6_000);
        return writer::resume;
    }

    /** It could not be ended, and goes on where it was when another server is open. */
    static Mend comesBack(Target target) {
        MariaDbServer writer = target.writer();
        writer.scriptsFail("kill", true);
        writer.suspend();
        return () -> {
            target.awaitPromotionInPlaceOf(writer);
            writer.resume();
            target.pause(500, 2_000);
            writer.scriptsFail("kill", false);
        };
    }

    static Mend doesNotStartAgain(Target target) {
        MariaDbServer writer = target.writer();
        writer.scriptsFail("start", true);
        writer.kill9();
        return () -> {
            writer.scriptsFail("start", false);
            target.ops("rejoin", "--timeout", "30");
        };
    }

    static Mend agentIsKilledInThePromotion(Target target) throws Exception {
        try (HeldPromotion held = new HeldPromotion(target.replica())) {
            held.awaitBlocked();
            target.writer().kill9();
            target.await(
                    "a promotion has begun",
                    () -> "PROMOTING".equals(target.pair().status().get("phase")));
            target.pause(0, 1_500);
            target.pair().killAgent();
        }
        return () -> {
            target.pair().startAgent();
            target.pair().awaitAgent();
        };
    }

    static Mend switchover(Target target) {
        target.ops("switchover");
        return Mend.BY_ITSELF;
    }

    static Mend diskIsFull(Target target) throws IOException {
        PowerCutDisk disk = target.system().disk(target.writer());
        Path file = disk.path().resolve("filling");
        try (OutputStream filling = Files.newOutputStream(file)) {
            byte[] bytes = new byte[1 << 20];
            while (true) {
                filling.write(bytes);
            }
        } catch (IOException full) {
            if (disk.path().toFile().getUsableSpace() > (2 << 20)) {
                throw full;
            }
        }
        target.pause(500, 3_000);
        return () -> {
            Files.deleteIfExists(file);
            // A server that was started while the disk was full looks for space once a minute.
            target.ops("rejoin", "--timeout", "90");
        };
    }

    static Mend diskHasErrors(Target target) {
        return diskHasErrors(target, target.writer());
    }

    static Mend diskHasErrors(Target target, MariaDbServer server) {
        PowerCutDisk disk = target.system().disk(server);
        PowerCutDisk.cut(List.of(disk));
        target.pause(500, 3_000);
        return () -> {
            // Nobody may open files there while it is mounted again.
            server.scriptsFail("start", true);
            try {
                server.kill9();
                disk.restore();
            } finally {
                server.scriptsFail("start", false);
            }
            target.ops("rejoin", "--timeout", "60");
        };
    }

    /** It goes on without its files, until it is ended and has none to start with. */
    static Mend dataFolderIsGone(Target target) {
        MariaDbServer writer = target.writer();
        writer.loseData();
        target.pause(500, 3_000);
        writer.kill9();
        return () -> {
            target.awaitPromotionInPlaceOf(writer);
            writer.scriptsFail("start", true);
            try {
                target.cluster().pair().reinstall(writer);
            } finally {
                writer.scriptsFail("start", false);
            }
            target.ops("rejoin", "--timeout", "60");
        };
    }

    static Mend overloaded(Target target) {
        MariaDbServer writer = target.writer();
        String password = target.cluster().pair().applicationPassword();
        AtomicBoolean ending = new AtomicBoolean();
        List<Thread> load = new ArrayList<>();
        for (int i = 0; i < LOAD_THREADS; i++) {
            Thread thread = new Thread(() -> burden(writer, password, ending), "overload-" + i);
            load.add(thread);
            thread.start();
        }
        target.pause(2_000, 5_000);
        return () -> {
            ending.set(true);
            for (Thread thread : load) {
                thread.join();
            }
        };
    }

    private static void burden(MariaDbServer server, String password, AtomicBoolean ending) {
        try (Connection connection = server.connect(MariaDbPair.DATABASE, MariaDbPair.APPLICATION_USER, password);
                Statement statement = connection.createStatement()) {
            while (!ending.get()) {
                statement.execute("SET STATEMENT max_statement_time = 1 FOR "
                        + "SELECT BENCHMARK(30000000, SHA2(CONCAT('busy', RAND()), 512))");
            }
        } catch (SQLException busy) {
            // The server is overloaded, or another fault has ended it.
        }
    }
}
