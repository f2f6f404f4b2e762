package org.turntable.cli.push;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.turntable.cli.common.CommandFailure;
import org.turntable.cli.common.ExitCode;

/** Looks on: what a push wrote so far and what it writes, until it ends. */
final class PushWatch {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private PushWatch() {
    }

    /** Answers the exit code: 0 when every node has the release. */
    static int until(PushFolder folder, String release, PrintWriter out) {
        Path log = folder.of(release).resolve("log");
        long at = 0;
        try {
            while (true) {
                boolean over = !folder.isRunning(release);
                at = show(log, at, out);
                if (over) {
                    String end = folder.end(release).orElse("");
                    if (end.isEmpty()) {
                        throw new CommandFailure("the process of push " + release + " is gone before its end; push resume " + release + " goes on, rollback goes back");
                    }
                    return end.equals("DONE") ? ExitCode.OK : ExitCode.FAILED;
                }
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
        } catch (IOException unreadable) {
            throw new CommandFailure("the push's log cannot be read: " + unreadable.getMessage(), unreadable);
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
