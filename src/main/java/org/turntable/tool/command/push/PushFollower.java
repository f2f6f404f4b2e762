package org.turntable.tool.command.push;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.command.common.ExitCode;

/** Prints the log of a push, from its start until the push ends. */
final class PushFollower {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private PushFollower() {}

    /** Returns the exit code: 0 if every node has the release. */
    static int until(PushStore store, String release, PrintWriter out) {
        Path log = store.of(release).resolve("log");
        long at = 0;
        try {
            while (true) {
                boolean ended = !store.isRunning(release);
                at = show(log, at, out);
                if (ended) {
                    String end = store.end(release).orElse("");
                    if (end.isEmpty()) {
                        throw new CommandException("the process of push " + release
                                + " ended unexpectedly; continue with push resume " + release + ", or go back "
                                + "with rollback");
                    }
                    return end.equals("DONE") ? ExitCode.OK : ExitCode.FAILED;
                }
                LockSupport.parkNanos(POLL_INTERVAL.toNanos());
            }
        } catch (IOException unreadable) {
            throw new CommandException("the push's log cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static long show(Path log, long from, PrintWriter out) throws IOException {
        if (!Files.exists(log)) {
            return from;
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] more = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(more);
            out.print(new String(more, StandardCharsets.UTF_8));
            out.flush();
            return from + more.length;
        }
    }
}
