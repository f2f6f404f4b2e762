package org.turntable.tool.failover;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.turntable.testing.stack.Processes;

/** A separate file system in memory that can be filled completely. Only root may mount it. */
final class SmallDisk implements AutoCloseable {
    private final Path path;

    private SmallDisk(Path path) {
        this.path = path;
    }

    static Optional<SmallDisk> mount(Path path) {
        if (!Processes.isRoot()) {
            return Optional.empty();
        }
        try {
            Processes.run(Duration.ofSeconds(5), "mount", "-t", "tmpfs", "-o", "size=600m", "tmpfs", path.toString());
        } catch (IllegalStateException notAllowed) {
            return Optional.empty();
        }
        SmallDisk disk = new SmallDisk(path);
        Runtime.getRuntime().addShutdownHook(new Thread(disk::close, "small-disk"));
        return Optional.of(disk);
    }

    Path path() {
        return path;
    }

    /** Fills it completely. */
    void fill() {
        try (OutputStream file = Files.newOutputStream(filling())) {
            byte[] bytes = new byte[1 << 20];
            while (true) {
                file.write(bytes, 0, bytes.length);
            }
        } catch (IOException full) {
            if (filling().toFile().getFreeSpace() > (1 << 16)) {
                throw new UncheckedIOException(full);
            }
        }
    }

    /** Frees the space again. */
    void free() {
        try {
            Files.deleteIfExists(filling());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private Path filling() {
        return path.resolve("filling");
    }

    @Override
    public void close() {
        try {
            // Lazily: a server that is ending may still have a file open.
            Processes.run(Duration.ofSeconds(5), "umount", "-l", path.toString());
        } catch (IllegalStateException notMounted) {
            // It was unmounted before.
        }
    }
}
