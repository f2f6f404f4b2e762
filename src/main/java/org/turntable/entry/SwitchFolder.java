package org.turntable.entry;

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

/** Where switches are written down, a file each ({@code 000012.switch}), on disk before the switch is made. */
public final class SwitchFolder {
    private static final String ENDING = ".switch";

    private final Path folder;

    /** @throws IOException when it cannot be made */
    public SwitchFolder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** Writes a new one under the next number. */
    public Switch begin(Properties fields) throws IOException {
        int number = all().stream().mapToInt(Switch::number).max().orElse(0) + 1;
        // Two tools at once: the second finds the number taken and fails before it changes anything.
        Files.createFile(file(number));
        Switch begun = new Switch(number, fields);
        write(begun);
        return begun;
    }

    /** Adds a field to one. */
    public void note(Switch of, String field, String text) throws IOException {
        of.fields().setProperty(field, text);
        write(of);
    }

    /** The last one of that name that can be undone. */
    public Optional<Switch> lastOpen(String name) throws IOException {
        return all().stream().filter(Switch::isOpen).filter(one -> one.field("name").equals(name)).reduce((one, later) -> later);
    }

    /** All of them, the oldest first. */
    public List<Switch> all() throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.filter(file -> file.getFileName().toString().matches("\\d{6}" + ENDING)).sorted().toList();
        }
        List<Switch> all = new ArrayList<>();
        for (Path file : files) {
            Properties fields = new Properties();
            fields.load(new StringReader(Files.readString(file)));
            if (fields.isEmpty()) {
                // Its writer died before it had written, hence before it changed anything.
                fields.setProperty("outcome", "refused: not begun");
            }
            all.add(new Switch(Integer.parseInt(file.getFileName().toString().substring(0, 6)), fields));
        }
        return all;
    }

    private void write(Switch one) throws IOException {
        StringWriter text = new StringWriter();
        one.fields().store(text, null);
        Path part = folder.resolve(file(one.number()).getFileName() + ".part");
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
            file.force(true);
        }
        Files.move(part, file(one.number()), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(folder)) {
            // The name, too, has to outlive the machine.
            directory.force(true);
        }
    }

    private Path file(int number) {
        return folder.resolve(String.format("%06d", number) + ENDING);
    }
}
