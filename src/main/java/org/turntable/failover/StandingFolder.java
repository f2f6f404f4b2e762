package org.turntable.failover;

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
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/** The agent's own folder: its standing and its journal, both on disk before anything is done; and the lock of this machine. */
public final class StandingFolder implements AutoCloseable {
    private static final String STANDING = "standing";
    private static final String JOURNAL = "journal.log";
    private static final String SOCKET = "agent.socket";

    private final Path folder;
    private FileChannel lockFile;

    /** @throws IOException when it cannot be made */
    public StandingFolder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        // Whoever may enter may command.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    /**
     * Takes the lock of this machine, until the process ends.
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

    /** Where people's commands reach the agent. */
    public Path socket() {
        return socketIn(folder);
    }

    /** Where they reach the agent of that folder. */
    public static Path socketIn(Path folder) {
        return folder.resolve(SOCKET);
    }

    /** The journal's file. */
    public Path journal() {
        return folder.resolve(JOURNAL);
    }

    /**
     * What was decided last.
     *
     * @throws IOException when it cannot be read or is not whole: nobody may guess then
     */
    public Optional<Standing> load() throws IOException {
        Path file = folder.resolve(STANDING);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties fields = new Properties();
        fields.load(new StringReader(Files.readString(file)));
        try {
            return Optional.of(new Standing(Long.parseLong(fields.getProperty("term")), fields.getProperty("writer"),
                    Mode.valueOf(fields.getProperty("mode")),
                    Phase.valueOf(fields.getProperty("phase")), Instant.parse(fields.getProperty("since")), time(fields, "until"),
                    Boolean.parseBoolean(fields.getProperty("by-person")), time(fields, "last-fail-over"), fields.getProperty("reason")));
        } catch (DateTimeException | IllegalArgumentException | NullPointerException torn) {
            throw new IOException(file + " is not whole (" + torn.getMessage()
                    + "): restore it, or move it away and start the agent anew with --writer", torn);
        }
    }

    private static Optional<Instant> time(Properties fields, String name) {
        return Optional.ofNullable(fields.getProperty(name)).map(Instant::parse);
    }

    /** Puts a decision on disk; it is there, whatever happens to this machine, when this returns. */
    public void save(Standing standing) throws IOException {
        Properties fields = new Properties();
        fields.setProperty("term", Long.toString(standing.term()));
        fields.setProperty("writer", standing.writer());
        fields.setProperty("mode", standing.mode().name());
        fields.setProperty("phase", standing.phase().name());
        fields.setProperty("since", standing.since().toString());
        standing.until().ifPresent(until -> fields.setProperty("until", until.toString()));
        fields.setProperty("by-person", Boolean.toString(standing.byPerson()));
        standing.lastFailOver().ifPresent(last -> fields.setProperty("last-fail-over", last.toString()));
        fields.setProperty("reason", standing.reason());
        StringWriter text = new StringWriter();
        fields.store(text, null);
        Path part = folder.resolve(STANDING + ".part");
        write(part, text.toString(), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        Files.move(part, folder.resolve(STANDING), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(folder)) {
            directory.force(true);
        }
    }

    /** Adds a line to the journal, on disk when this returns. */
    public void note(Instant at, String line) throws IOException {
        write(folder.resolve(JOURNAL), at + "  " + line.replaceAll("\\s*\\R\\s*", " | ") + "\n", StandardOpenOption.CREATE,
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
