package org.turntable.tool.failover;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.tool.failover.policy.ClusterState;
import org.turntable.tool.failover.policy.FailoverPhase;
import org.turntable.tool.failover.policy.ReplicationMode;

/**
 * The agent's folder: the cluster state and the journal, both forced to disk before a step is executed; and the lock
 * that admits one agent on this host.
 */
public final class ClusterStateStore implements StateStore, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterStateStore.class);
    private static final String STANDING = "standing";
    private static final String JOURNAL = "journal.log";
    private static final String SOCKET = "agent.socket";
    private static final String RUNNING = "running";
    private static final Duration CLOCK_STEP = Duration.ofSeconds(1);
    private static final String RETIRED = "retired";

    private final Path folder;
    private FileChannel lockFile;

    /** @throws IOException when the folder cannot be created */
    public ClusterStateStore(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        // Access to the folder gives access to the control socket.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    /**
     * Takes the lock of this folder until the process ends.
     *
     * @return whether no other process has it
     */
    public boolean lock() throws IOException {
        lockFile = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException held) {
            return false;
        }
    }

    /** The control socket of the agent of this folder. */
    public Path socket() {
        return socketIn(folder);
    }

    /** The control socket of the agent of that folder. */
    public static Path socketIn(Path folder) {
        return folder.resolve(SOCKET);
    }

    /** The file of the journal. */
    public Path journalFile() {
        return folder.resolve(JOURNAL);
    }

    /**
     * The last stored state; empty before the first start.
     *
     * @throws IOException when the file cannot be read or is incomplete; a default would be unsafe
     */
    public Optional<ClusterState> load() throws IOException {
        Path file = folder.resolve(STANDING);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties fields = new Properties();
        fields.load(new StringReader(Files.readString(file)));
        try {
            return Optional.of(new ClusterState(
                    Long.parseLong(fields.getProperty("term")),
                    fields.getProperty("writer"),
                    ReplicationMode.valueOf(fields.getProperty("mode")),
                    FailoverPhase.valueOf(fields.getProperty("phase")),
                    Instant.parse(fields.getProperty("since")),
                    time(fields, "until"),
                    Boolean.parseBoolean(fields.getProperty("by-person")),
                    time(fields, "last-fail-over"),
                    fields.getProperty("reason")));
        } catch (DateTimeException | IllegalArgumentException | NullPointerException torn) {
            throw new IOException(
                    file + " is incomplete (" + torn.getMessage()
                            + "): restore it, or move it away and start the agent again with --writer",
                    torn);
        }
    }

    private static Optional<Instant> time(Properties fields, String name) {
        return Optional.ofNullable(fields.getProperty(name)).map(Instant::parse);
    }

    @Override
    public void save(ClusterState state) throws IOException {
        Properties fields = new Properties();
        fields.setProperty("term", Long.toString(state.term()));
        fields.setProperty("writer", state.writer());
        fields.setProperty("mode", state.mode().name());
        fields.setProperty("phase", state.phase().name());
        fields.setProperty("since", state.since().toString());
        state.until().ifPresent(until -> fields.setProperty("until", until.toString()));
        fields.setProperty("by-person", Boolean.toString(state.manual()));
        state.lastAutomaticFailover().ifPresent(last -> fields.setProperty("last-fail-over", last.toString()));
        fields.setProperty("reason", state.reason());
        StringWriter text = new StringWriter();
        fields.store(text, null);
        Path part = folder.resolve(STANDING + ".part");
        write(
                part,
                text.toString(),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        Files.move(part, folder.resolve(STANDING), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(folder)) {
            directory.force(true);
        }
    }

    @Override
    public void recordRunning(Instant at) {
        try {
            Path part = folder.resolve(RUNNING + ".part");
            Files.writeString(part, at + "\n" + bootId() + "\n");
            Files.move(part, folder.resolve(RUNNING), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException full) {
            LOG.warn("it cannot be recorded that the agent runs: {}", full.getMessage());
        }
    }

    /**
     * Whether an agent of this folder ran until moments ago, on this host since it booted: then nobody can have changed
     * a server by hand in between. A copy of the folder on another host does not count.
     */
    public boolean ranRecently(Instant now) {
        try {
            List<String> lines = Files.readAllLines(folder.resolve(RUNNING));
            Instant last = Instant.parse(lines.get(0));
            return lines.size() == 2
                    && lines.get(1).equals(bootId())
                    && last.isAfter(now.minus(MemberPair.RECENT))
                    && !last.isAfter(now.plus(CLOCK_STEP));
        } catch (IOException | DateTimeException | IndexOutOfBoundsException none) {
            return false;
        }
    }

    /** Names this boot of this host. */
    private static String bootId() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    }

    @Override
    public void retire(String why) throws IOException {
        write(folder.resolve(RETIRED), why + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Why this folder is out of date; empty if it is not. */
    public Optional<String> retired() throws IOException {
        Path file = folder.resolve(RETIRED);
        return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    }

    @Override
    public void appendJournal(Instant at, String line) throws IOException {
        write(
                folder.resolve(JOURNAL),
                at + "  " + line.replaceAll("\\s*\\R\\s*", " | ") + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static void write(Path file, String text, StandardOpenOption... how) throws IOException {
        try (FileChannel channel = FileChannel.open(file, how)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        if (lockFile != null) {
            lockFile.close();
        }
    }
}
