package org.turntable.cli.claims;

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
import org.turntable.award.address.AddressAdministration.Parcel;
import org.turntable.award.address.AddressBook.Shipment;

/** Whole addresses as a CSV file for people who pack: opens well in a spreadsheet, and runs nothing there. A half-written one is removed. */
final class ParcelFile implements AutoCloseable {
    /** Without it a spreadsheet reads UTF-8 as something else. */
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    /** What begins a formula, full-width forms included, which some spreadsheets take for the same. */
    private static final String BEGINS_A_FORMULA = "=+-@\t\r＝＋－＠";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.of("Asia/Shanghai"));

    private final Path file;
    private final BufferedWriter out;
    private int rows;
    private boolean finished;

    private ParcelFile(Path file, BufferedWriter out) {
        this.file = file;
        this.out = out;
    }

    /** @throws IOException also when there is such a file */
    static ParcelFile create(Path file) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        ParcelFile csv = new ParcelFile(file, Files.newBufferedWriter(file, StandardCharsets.UTF_8));
        csv.out.write(BYTE_ORDER_MARK);
        csv.line(List.of("claim", "prize", "won at (Beijing)", "recipient", "mobile", "province", "city", "district", "detail", "carrier", "tracking"));
        return csv;
    }

    void write(Parcel parcel) {
        try {
            line(List.of(parcel.draw().text(), parcel.prize(), TIME.format(parcel.wonAt()), parcel.address().recipient(), parcel.address().mobile(),
                    parcel.address().province(), parcel.address().city(), parcel.address().district(), parcel.address().detail(),
                    parcel.shipment().map(Shipment::carrier).orElse(""), parcel.shipment().map(Shipment::tracking).orElse("")));
            rows++;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void line(List<String> fields) throws IOException {
        out.write(fields.stream().map(ParcelFile::field).collect(Collectors.joining(",")) + "\r\n");
    }

    /** A field in quotes that is no formula. */
    static String field(String text) {
        boolean formula = !text.isEmpty() && BEGINS_A_FORMULA.indexOf(text.charAt(0)) >= 0;
        return "\"" + (formula ? "'" : "") + text.replace("\"", "\"\"") + "\"";
    }

    int rows() {
        return rows;
    }

    /** It is whole: from now on closing leaves it there. */
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
