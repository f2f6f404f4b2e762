package org.turntable.tool.command.claim;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import org.turntable.claim.address.AddressAdministration.Parcel;
import org.turntable.claim.address.AddressBook.Shipment;

/**
 * Writes complete addresses as a CSV file for shipping. A spreadsheet can open it and treats no field as a formula. An
 * incomplete file is deleted.
 */
final class ParcelFile implements AutoCloseable {
    /** Without it, spreadsheets do not recognise UTF-8. */
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    /** Characters at the start of a formula, with full-width forms, which some spreadsheets accept, too. */
    private static final String FORMULA_STARTS = "=+-@\t\r＝＋－＠";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.of("Asia/Shanghai"));

    private final Path file;
    private final BufferedWriter out;
    private int rows;
    private boolean finished;

    private ParcelFile(Path file, BufferedWriter out) {
        this.file = file;
        this.out = out;
    }

    /** @throws IOException also if the file exists */
    static ParcelFile create(Path file) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        ParcelFile csv = new ParcelFile(file, Files.newBufferedWriter(file, StandardCharsets.UTF_8));
        csv.out.write(BYTE_ORDER_MARK);
        csv.line(List.of(
                "claim",
                "revision",
                "prize",
                "won at (Beijing)",
                "recipient",
                "mobile",
                "province",
                "city",
                "district",
                "detail",
                "carrier",
                "tracking"));
        return csv;
    }

    void write(Parcel parcel) {
        try {
            line(List.of(
                    parcel.draw().text(),
                    Integer.toString(parcel.revision()),
                    parcel.prize(),
                    TIME.format(parcel.wonAt()),
                    parcel.address().recipient(),
                    parcel.address().mobile(),
                    parcel.address().province(),
                    parcel.address().city(),
                    parcel.address().district(),
                    parcel.address().detail(),
                    parcel.shipment().map(Shipment::carrier).orElse(""),
                    parcel.shipment().map(Shipment::tracking).orElse("")));
            rows++;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void line(List<String> fields) throws IOException {
        out.write(fields.stream().map(ParcelFile::field).collect(Collectors.joining(",")) + "\r\n");
    }

    /** A quoted field that is not a formula. */
    static String field(String text) {
        boolean formula = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
        return "\"" + (formula ? "'" : "") + text.replace("\"", "\"\"") + "\"";
    }

    int rows() {
        return rows;
    }

    /** Marks the file as complete: close() then keeps it. */
    void finish() throws IOException {
        out.flush();
        finished = true;
    }

    @Override
    public void close() throws IOException {
        out.close();
        if (!finished) {
            Files.deleteIfExists(file);
        }
    }
}
