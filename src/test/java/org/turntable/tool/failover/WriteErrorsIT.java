package org.turntable.tool.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.FailoverPair;
import org.turntable.testing.stack.MariaDbPair;
import org.turntable.testing.stack.MariaDbServer;
import org.turntable.testing.stack.PowerCutDisk;
import org.turntable.testing.stack.Workspace;

/**
 * A writer whose disk answers every access with an I/O error. On the disk of the data InnoDB ends the server by itself;
 * on a disk that has the binlog alone MariaDB stays up, answers, and refuses every write.
 */
class WriteErrorsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Workspace workspace = Workspace.temporary("write-errors");
    private final PowerCutDisk disk = PowerCutDisk.mount(workspace.path(), "disk");
    private final MariaDbPair pair = new MariaDbPair(workspace.path());
    private final FailoverPair failoverPair = new FailoverPair(pair, workspace.path());
    private final Set<Integer> answered = new ConcurrentSkipListSet<>();
    private volatile boolean closing;
    private Thread client;

    @AfterEach
    void end() throws Exception {
        closing = true;
        if (client != null) {
            client.join();
        }
        failoverPair.close();
        disk.close();
        workspace.close();
    }

    @Test
    void aWriterWhoseDataCannotBeWrittenEndsAndIsReplaced() throws Exception {
        pair.primary().onDisk(disk.path());
        breakTheDisk();
    }

    @Test
    void aWriterWhoseBinlogCannotBeWrittenIsReplacedAlthoughItAnswers() throws Exception {
        Path binlogs = Files.createDirectories(disk.path().resolve("binlogs"));
        pair.primary().with("--log-bin=" + binlogs.resolve("turntable-bin"));
        breakTheDisk();
        assertTrue(failoverPair.wholeJournal().contains("its binlog cannot be written"), failoverPair.journal());
    }

    private void breakTheDisk() throws SQLException {
        failoverPair.start();
        MariaDbServer old = failoverPair.writer();
        assertEquals(pair.primary(), old);
        old.execute("CREATE TABLE turntable.told (id INT PRIMARY KEY) ENGINE = InnoDB");
        client = new Thread(this::write, "client");
        client.start();
        Await.until("rows are written", LIMIT, () -> answered.size() > 20);
        long at = System.nanoTime();
        PowerCutDisk.cut(List.of(disk));
        try {
            Await.until("the replica is the writer", LIMIT, () -> failoverPair.writer() != old);
            int before = answered.size();
            Await.until("rows are written again", LIMIT, () -> answered.size() > before);
        } catch (AssertionError never) {
            throw new AssertionError(failoverPair.status() + "\n" + failoverPair.wholeJournal(), never);
        }
        System.out.printf(
                "a disk with I/O errors: rows are written again after %d ms%n",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - at));
        closing = true;
        assertEquals(Set.of(), lost(failoverPair.writer()), "rows that were acknowledged");
    }

    /** Writes rows one by one on whichever server takes them. */
    private void write() {
        for (int row = 0; !closing; row++) {
            for (MariaDbServer server : failoverPair.servers()) {
                try (Connection connection = server.connect(
                                MariaDbPair.DATABASE, MariaDbPair.APPLICATION_USER, pair.applicationPassword());
                        Statement statement = connection.createStatement()) {
                    statement.setQueryTimeout(2);
                    statement.executeUpdate("INSERT INTO told VALUES (" + row + ")");
                    answered.add(row);
                    break;
                } catch (SQLException refused) {
                    // It is read-only, or it cannot write.
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private Set<Integer> lost(MariaDbServer writer) {
        Set<Integer> lost = new TreeSet<>(answered);
        writer.askAll("SELECT id FROM turntable.told").forEach(id -> lost.remove(Integer.valueOf(id)));
        return lost;
    }
}
