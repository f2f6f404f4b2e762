package org.turntable.tool.command.push;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.push.WarFile;

/**
 * The folder of pushes: {@code releases/000012.war} is the WAR that was pushed, and the folder {@code 000012/} of each
 * push has the files {@code plan}, {@code log}, {@code pid}, {@code stop} if a stop was requested, and {@code end}
 * after its end.
 */
final class PushStore {
    private static final String SHAPE = "\\d{6}";

    private final Path folder;

    PushStore(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder.resolve("releases"));
        } catch (IOException unwritable) {
            throw new CommandException(
                    "push.folder=" + folder + " cannot be written (" + unwritable.getMessage()
                            + "); set another folder or change its owner",
                    unwritable);
        }
    }

    /** Stores a WAR under the next number, which is above all known numbers. */
    String keep(WarFile war, Stream<String> deployed) {
        int highest = Stream.concat(Stream.concat(names(folder), releases().stream()), deployed)
                .filter(name -> name.matches(SHAPE))
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
        String release = String.format("%06d", highest + 1);
        try {
            // Under another name first: an incomplete copy must not be used for a rollback later.
            Path copy = Files.copy(
                    war.path(), folder.resolve("releases/" + release + ".part"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(copy, war(release), StandardCopyOption.ATOMIC_MOVE);
            Files.createDirectories(of(release));
        } catch (IOException failed) {
            throw new CommandException("the WAR could not be stored in " + folder + ": " + failed.getMessage(), failed);
        }
        return release;
    }

    Path of(String release) {
        return folder.resolve(release);
    }

    Path war(String release) {
        return folder.resolve("releases").resolve(release + ".war");
    }

    Path lockFile() {
        return folder.resolve("lock");
    }

    /** All pushes, the oldest first. */
    List<String> pushes() {
        return names(folder).filter(name -> name.matches(SHAPE)).sorted().toList();
    }

    /** All stored WARs, the oldest first. */
    List<String> releases() {
        return names(folder.resolve("releases"))
                .filter(name -> name.endsWith(".war"))
                .map(name -> name.replaceFirst("\\.war$", ""))
                .sorted()
                .toList();
    }

    /** The last complete push before that one. */
    Optional<String> doneBefore(String release) {
        return last(pushes().stream()
                .filter(push -> push.compareTo(release) < 0)
                .filter(push -> end(push).equals(Optional.of("DONE"))));
    }

    /** The push with that number, or the latest if it is null. */
    String named(String release) {
        List<String> pushes = pushes();
        if (release == null) {
            return last(pushes.stream())
                    .orElseThrow(() -> new CommandException("there was no push from this " + "machine yet"));
        }
        if (!pushes.contains(release)) {
            throw new CommandException("there was no push " + release);
        }
        return release;
    }

    Optional<String> end(String release) {
        return text(of(release).resolve("end"));
    }

    /** Writes a file as a whole: whoever follows the push never reads a part of it. */
    void write(String release, String file, String content) {
        Path written = of(release).resolve(file + ".new");
        try {
            Files.writeString(written, content);
            Files.move(written, of(release).resolve(file), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void remove(String release, String file) {
        try {
            Files.deleteIfExists(of(release).resolve(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void plan(String release, Properties plan) {
        StringWriter out = new StringWriter();
        try {
            plan.store(out, null);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        write(release, "plan", out.toString());
    }

    Properties plan(String release) {
        Properties plan = new Properties();
        try (var in = Files.newBufferedReader(of(release).resolve("plan"))) {
            plan.load(in);
        } catch (IOException failed) {
            throw new CommandException("push " + release + " has no readable plan: " + failed.getMessage(), failed);
        }
        return plan;
    }

    /** Whether the process of the push is alive. */
    boolean isRunning(String release) {
        return end(release).isEmpty()
                && text(of(release).resolve("pid"))
                        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())))
                        .filter(ProcessHandle::isAlive)
                        .filter(process -> !isZombie(process.pid()))
                        .isPresent();
    }

    /** Whether the process has ended and only its parent has not asked for its exit code: it works no more. */
    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The state follows the name in brackets, which may contain blanks and brackets.
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException ended) {
            return false;
        }
    }

    private static Optional<String> last(Stream<String> pushes) {
        return pushes.reduce((one, later) -> later);
    }

    private static Optional<String> text(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(Files.readString(file)).filter(content -> !content.isBlank())
                    : Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Stream<String> names(Path of) {
        try (Stream<Path> files = Files.list(of)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
