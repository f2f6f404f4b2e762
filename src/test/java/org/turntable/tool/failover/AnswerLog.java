package org.turntable.tool.failover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The requests and answers of the clients, each line on disk before the client continues. It is independent of the
 * system under test.
 */
final class AnswerLog implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    AnswerLog(Path file) {
        this.file = file;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** @param what intent, answer, error or unknown */
    void append(String what, String draw, String value) {
        try {
            ByteBuffer line =
                    ByteBuffer.wrap((what + " " + draw + " " + value + "\n").getBytes(StandardCharsets.UTF_8));
            synchronized (channel) {
                channel.write(line);
            }
            channel.force(false);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** All lines, each split into its fields. */
    List<String[]> read() {
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> line.split(" ", 3))
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
