package org.turntable.tool.line;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** Records of switches, one file each ({@code 000012.switch}), written to disk before the switch is made. */
public final class LineSwitchStore {
    private static final String ENDING = ".switch";

    private final Path folder;

    /** @throws IOException if the folder cannot be created */
    public LineSwitchStore(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** Writes a new record with the next number. */
    public LineSwitch create(Properties fields) throws IOException {
        int number = all().stream().mapToInt(LineSwitch::number).max().orElse(0) + 1;
        // With two tools at the same time, the second one finds the number taken and fails before it changes anything.
        Files.createFile(file(number));
        LineSwitch created = new LineSwitch(number, fields);
        write(created);
        return created;
    }

    /** Sets a field of a record. */
    public void setField(LineSwitch of, String field, String text) throws IOException {
        of.fields().setProperty(field, text);
        write(of);
    }

    /** The last switch of that host name that can be undone. */
    public Optional<LineSwitch> lastUndoable(String name) throws IOException {
        return all().stream()
                .filter(LineSwitch::isUndoable)
                .filter(one -> one.field("name").equals(name))
                .reduce((one, later) -> later);
    }

    /** All records, the oldest first. */
    public List<LineSwitch> all() throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.filter(file -> file.getFileName().toString().matches("\\d{6}" + ENDING))
                    .sorted()
                    .toList();
        }
        List<LineSwitch> all = new ArrayList<>();
        for (Path file : files) {
            Properties fields = new Properties();
            fields.load(new StringReader(Files.readString(file)));
            if (fields.isEmpty()) {
                // The tool ended before it wrote the record, so before it changed anything.
                fields.setProperty("outcome", "refused: not begun");
            }
            all.add(new LineSwitch(
                    Integer.parseInt(file.getFileName().toString().substring(0, 6)), fields));
        }
        return all;
    }

    private void write(LineSwitch one) throws IOException {
        StringWriter text = new StringWriter();
        one.fields().store(text, null);
        Path part = folder.resolve(file(one.number()).getFileName() + ".part");
        try (FileChannel file = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
            file.force(true);
        }
        Files.move(part, file(one.number()), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(folder)) {
            // The directory entry has to survive a crash of the machine, too.
            directory.force(true);
        }
    }

    private Path file(int number) {
        return folder.resolve(String.format("%06d", number) + ENDING);
    }
}
