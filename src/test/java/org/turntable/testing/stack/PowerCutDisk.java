package org.turntable.testing.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * An ext4 file system of its own whose power can be cut: what was not synced before is lost. Programs that were killed
 * lose nothing, because the kernel still writes what they wrote; here it does not. Each server needs a disk of its own:
 * a sync of one server writes the journal of the whole file system, and with it what another has not synced.
 *
 * <p>Not simulated is the volatile cache of a drive: what the kernel has written counts as kept.
 */
public final class PowerCutDisk implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long BYTES = 640L << 20;

    /**
     * EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH: from this call on the kernel writes neither data nor journal.
     * All are opened first, so that their power is cut within microseconds.
     */
    private static final String CUT = """
            my @disks = map { open(my $disk, "<", $_) or die "$_: $!"; $disk } @ARGV;
            my $flags = pack("L", 2);
            for my $disk (@disks) { ioctl($disk, 0x8004587D, $flags) or die "EXT4_IOC_SHUTDOWN: $!"; }
            """;

    private final Path image;
    private final Path path;

    private PowerCutDisk(Path image, Path path) {
        this.image = image;
        this.path = path;
    }

    /**
     * Makes one and mounts it in the given folder. Without the right to mount the test is skipped, without loop devices
     * or a program that is needed too, unless CI=true.
     */
    public static PowerCutDisk mount(Path folder, String name) {
        if (!Processes.isRoot()) {
            Assumptions.abort("only root can mount a disk and cut its power: run the tests as root for this one");
        }
        Installed.orSkip(Processes.onPath("perl"), "perl is not installed: apt-get install perl-base");
        Installed.orSkip(Processes.onPath("mkfs.ext4"), "mkfs.ext4 is not installed: apt-get install e2fsprogs");
        try {
            Path image = folder.resolve(name + ".img");
            try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
                file.setLength(BYTES);
            }
            // Everything is initialised now: otherwise a kernel thread writes to the disk for the next minute.
            Processes.run(
                    LIMIT, "mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", image.toString());
            PowerCutDisk disk = new PowerCutDisk(image, Files.createDirectories(folder.resolve(name)));
            disk.connect();
            Cleanup.register(disk);
            return disk;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void connect() {
        Cleanup.watchMount(path);
        try {
            Processes.run(LIMIT, "mount", "-t", "ext4", "-o", "loop", image.toString(), path.toString());
        } catch (IllegalStateException noLoopDevice) {
            Installed.skip("no file can be mounted through a loop device: give the tests /dev/loop-control and"
                    + " CAP_SYS_ADMIN, as on a host or in a privileged container (" + noLoopDevice.getMessage() + ")");
        }
    }

    /** Where it is mounted. */
    public Path path() {
        return path;
    }

    /** Writes everything, as the kernel does by itself after half a minute. */
    public void sync() {
        Processes.run(LIMIT, "sync", "-f", path.toString());
    }

    /** Cuts the power of all at the same moment: from then on every access to them is an error. */
    public static void cut(List<PowerCutDisk> disks) {
        List<String> command = new ArrayList<>(List.of("perl", "-e", CUT));
        disks.forEach(disk -> command.add(disk.path.toString()));
        Processes.run(LIMIT, command.toArray(String[]::new));
    }

    /** Mounts it again after a cut, with what was synced; no program may have a file open on it any more. */
    public void restore() {
        Await.until("nothing uses " + path, LIMIT, () -> {
            Processes.run(LIMIT, "umount", path.toString());
            return true;
        });
        connect();
    }

    @Override
    public void close() {
        Cleanup.unregister(this);
        if (isMounted()) {
            // Lazily: a server that is ending may still have a file open. The loop device goes with the last of them.
            Processes.run(LIMIT, "umount", "-l", path.toString());
        }
        try {
            Files.deleteIfExists(image);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private boolean isMounted() {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
            return mounts.anyMatch(line -> line.split(" ")[1].equals(path.toString()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
