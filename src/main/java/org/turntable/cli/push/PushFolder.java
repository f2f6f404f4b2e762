package org.turntable.cli.push;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.turntable.cli.common.CommandFailure;
import org.turntable.push.WarFile;

/**
 * Where pushes are kept: {@code releases/000012.war} with what was pushed, and a folder {@code 000012/} for each push with its
 * {@code plan}, its {@code log}, {@code pid}, {@code stop} where a stop was asked for, and at last its {@code end}.
 */
final class PushFolder {
    private static final String SHAPE = "\\d{6}";

    private final Path folder;

    PushFolder(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder.resolve("releases"));
        } catch (IOException unwritable) {
            throw new CommandFailure("push.folder=" + folder + " cannot be written (" + unwritable.getMessage() + "); name another or make it yours",
                    unwritable);
        }
    }

    /** Keeps a WAR under the next number, which is above everything that is known. */
    String keep(WarFile war, Stream<String> deployed) {
        int highest = Stream.concat(Stream.concat(names(folder), releases().stream()), deployed).filter(name -> name.matches(SHAPE))
                .mapToInt(Integer::parseInt).max().orElse(0);
        String release = String.format("%06d", highest + 1);
        try {
            // Under another name first: a copy that was cut off must not be found later as something to go back to.
            Path copy = Files.copy(war.path(), folder.resolve("releases/" + release + ".part"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(copy, war(release), StandardCopyOption.ATOMIC_MOVE);
            Files.createDirectories(of(release));
        } catch (IOException failed) {
            throw new CommandFailure("the WAR could not be kept in " + folder + ": " + failed.getMessage(), failed);
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

    /** Pushes, the oldest first. */
    List<String> pushes() {
        return names(folder).filter(name -> name.matches(SHAPE)).sorted().toList();
    }

    /** WARs that are kept, the oldest first. */
    List<String> releases() {
        return names(folder.resolve("releases")).filter(name -> name.endsWith(".war")).map(name -> name.replaceFirst("\\.war$", "")).sorted()
                .toList();
    }

    /** The last push that is through on all nodes, before that one. */
    Optional<String> doneBefore(String release) {
        return last(pushes().stream().filter(push -> push.compareTo(release) < 0).filter(push -> end(push).equals(Optional.of("DONE"))));
    }

    /** The named push, or the latest. */
    String named(String release) {
        List<String> pushes = pushes();
        if (release == null) {
            return last(pushes.stream()).orElseThrow(() -> new CommandFailure("nothing was pushed from here yet"));
        }
        if (!pushes.contains(release)) {
            throw new CommandFailure("there was no push " + release);
        }
        return release;
    }

    Optional<String> end(String release) {
        return text(of(release).resolve("end"));
    }

    void write(String release, String file, String content) {
        try {
            Files.writeString(of(release).resolve(file), content);
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
        try (var out = Files.newBufferedWriter(of(release).resolve("plan"))) {
            plan.store(out, null);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Properties plan(String release) {
        Properties plan = new Properties();
        try (var in = Files.newBufferedReader(of(release).resolve("plan"))) {
            plan.load(in);
        } catch (IOException failed) {
            throw new CommandFailure("push " + release + " has no plan that can be read: " + failed.getMessage(), failed);
        }
        return plan;
    }

    /** Whether the process that pushes is alive. */
    boolean isRunning(String release) {
        return end(release).isEmpty() && text(of(release).resolve("pid")).flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())))
                .filter(ProcessHandle::isAlive).isPresent();
    }

    private static Optional<String> last(Stream<String> pushes) {
        return pushes.reduce((one, later) -> later);
    }

    private static Optional<String> text(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)).filter(content -> !content.isBlank()) : Optional.empty();
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
