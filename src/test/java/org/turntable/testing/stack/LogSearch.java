package org.turntable.testing.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks for many values in a file in one pass: only where three bytes are the first of one, is the rest compared. */
final class LogSearch {
    private static final int MOST_FOUND = 20;
    private static final int MOST_SHOWN = 300;

    private final BitSet beginnings = new BitSet(1 << 24);
    private final Map<Integer, List<byte[]>> byBeginning = new HashMap<>();

    /**
     * What was found.
     *
     * @param found the first lines, with their numbers counted from where the search began
     * @param end the length of whole lines that were searched, from where the next search begins
     */
    record Outcome(List<String> found, long end) {}

    /** @param values each of three bytes or more */
    LogSearch(Collection<String> values) {
        for (String value : values) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            int beginning = beginning(bytes, 0);
            beginnings.set(beginning);
            byBeginning.computeIfAbsent(beginning, none -> new ArrayList<>()).add(bytes);
        }
    }

    /** Searches a file from an offset on; nothing is found in one that is gone. */
    Outcome search(Path file, long from) throws IOException {
        List<String> found = new ArrayList<>();
        long start = from;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            // One that is shorter was rotated.
            start = channel.size() < from ? 0 : from;
            channel.position(start);
            return new Outcome(found, start + search(Channels.newInputStream(channel), found));
        } catch (NoSuchFileException gone) {
            return new Outcome(found, 0);
        }
    }

    private long search(InputStream in, List<String> found) throws IOException {
        byte[] buffer = new byte[1 << 20];
        int kept = 0;
        long searched = 0;
        long line = 0;
        for (int read; (read = in.read(buffer, kept, buffer.length - kept)) > 0; ) {
            int end = kept + read;
            int begin = 0;
            for (int i = 0; i < end; i++) {
                // A line longer than the buffer is searched in pieces.
                if (buffer[i] == '\n' || i == buffer.length - 1 && begin == 0) {
                    line++;
                    String value = firstIn(buffer, begin, i);
                    if (value != null && found.size() < MOST_FOUND) {
                        found.add("line " + line + " has " + value + ": " + shown(buffer, begin, i));
                    }
                    begin = i + 1;
                }
            }
            searched += begin;
            kept = end - begin;
            System.arraycopy(buffer, begin, buffer, 0, kept);
        }
        return searched;
    }

    private String firstIn(byte[] bytes, int from, int to) {
        for (int i = from; i + 2 < to; i++) {
            int beginning = beginning(bytes, i);
            if (beginnings.get(beginning)) {
                for (byte[] value : byBeginning.get(beginning)) {
                    if (i + value.length <= to
                            && java.util.Arrays.equals(bytes, i, i + value.length, value, 0, value.length)) {
                        return new String(value, StandardCharsets.UTF_8);
                    }
                }
            }
        }
        return null;
    }

    private static int beginning(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 16 | (bytes[at + 1] & 0xff) << 8 | bytes[at + 2] & 0xff;
    }

    private static String shown(byte[] bytes, int from, int to) {
        String line = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        return line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "…" : line;
    }
}
