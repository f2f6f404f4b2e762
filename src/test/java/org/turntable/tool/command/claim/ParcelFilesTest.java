package org.turntable.tool.command.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.player.Players.player;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.claim.address.AddressAdministration.Parcel;
import org.turntable.claim.address.AddressAdministration.Shipped;
import org.turntable.claim.address.AddressAdministration.Shipping;
import org.turntable.claim.address.PostalAddress;
import org.turntable.player.DrawKey;
import org.turntable.tool.command.common.CommandException;

class ParcelFilesTest {
    private static final DrawKey DRAW = new DrawKey(7, player(1), 3);

    @TempDir
    Path folder;

    @Test
    void anExportIsSafeForSpreadsheetsAndReadableByOneUser() throws IOException {
        Path file = folder.resolve("parcels.csv");
        try (ParcelFile csv = ParcelFile.create(file)) {
            csv.write(new Parcel(
                    DRAW,
                    "=cmd|' /C calc'!A0",
                    Instant.parse("2026-10-01T02:00:00Z"),
                    4,
                    new PostalAddress("王\"小\"桂", "13800138000", "浙江省", "杭州市", "西湖区", "@SUM(1), 2号"),
                    Optional.empty()));
            csv.finish();
        }
        String text = Files.readString(file);
        assertEquals('\uFEFF', text.charAt(0));
        assertEquals(
                "\"7.AAAAAQAAAAAAAAAAAAAAAA.3\",\"4\",\"'=cmd|' /C calc'!A0\",\"2026-10-01 "
                        + "10:00\",\"王\"\"小\"\"桂\",\"13800138000\",\"浙江省\",\"杭州市\",\"西湖区\","
                        + "\"'@SUM(1), 2号\",\"\",\"\"\r\n",
                text.substring(text.indexOf("\r\n") + 2));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @ParameterizedTest
    @CsvSource({
        "=1+1, '\"''=1+1\"'",
        "+86, '\"''+86\"'",
        "-1, '\"''-1\"'",
        "@a, '\"''@a\"'",
        "＝1, '\"''＝1\"'",
        "a=1, '\"a=1\"'",
        "'', '\"\"'"
    })
    void aFieldThatLooksLikeAFormulaIsEscaped(String text, String written) {
        assertEquals(written, ParcelFile.field(text));
    }

    @Test
    void anExistingFileIsNotOverwrittenAndAnIncompleteOneIsDeleted() throws IOException {
        Path file = folder.resolve("parcels.csv");
        ParcelFile.create(file).close();
        assertFalse(Files.exists(file));
        Files.writeString(file, "mine");
        assertThrows(FileAlreadyExistsException.class, () -> ParcelFile.create(file));
        assertEquals("mine", Files.readString(file));
    }

    @Test
    void aShippingFileMayHaveQuotesByteOrderMarkAndMoreColumns() throws IOException {
        assertEquals(
                List.of(new Shipping(DRAW, 12, "顺丰, 速运".replace(", ", " "), "SF1234567890123")),
                read(
                        "\uFEFFClaim,note,Revision,carrier,Tracking\r\n\"7.AAAAAQAAAAAAAAAAAAAAAA.3\",\"a \"\"b\"\", c\",12,顺丰 "
                                + "速运,SF1234567890123\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "claim,revision,carrier\nx,y\n",
                "claim,revision,carrier,tracking\n7.AAAAAQAAAAAAAAAAAAAAAA.3,1,顺丰,7.73E+17\n",
                "claim,revision,carrier,tracking\nx,1,顺丰,SF123456\n",
                "claim,revision,carrier,tracking\n7.AAAAAQAAAAAAAAAAAAAAAA.3,1,=顺丰,SF123456\n",
                "claim,revision,carrier,tracking\n7.AAAAAQAAAAAAAAAAAAAAAA.3,1,\"顺丰,SF123456\n",
                "claim,revision,carrier,tracking\n7.AAAAAQAAAAAAAAAAAAAAAA.3,1,顺丰\n",
                "claim,revision,carrier,tracking\n7.AAAAAQAAAAAAAAAAAAAAAA.3,1,顺丰,SF123456\n7.AAAAAQAAAAAAAAAAAAAAAA.3,1,顺丰,SF123456\n",
                "claim,revision,carrier,tracking\n7.AAAAAQAAAAAAAAAAAAAAAA.3,,顺丰,SF123456\n",
                "claim,revision,carrier,tracking\n7.AAAAAQAAAAAAAAAAAAAAAA.3,1.0,顺丰,SF123456\n",
                ""
            })
    void aFileWithAnInvalidLineIsRefused(String text) {
        assertThrows(CommandException.class, () -> read(text));
    }

    @Test
    void aFileWithoutRevisionsIsRefusedWithTheRemedy() {
        String message = assertThrows(
                        CommandException.class,
                        () -> read("claim,carrier,tracking\n7.AAAAAQAAAAAAAAAAAAAAAA.3,顺丰,SF123456\n"))
                .getMessage();
        assertTrue(message.contains("no column revision") && message.contains("Export again"), message);
    }

    @Test
    void aLineWithAChangedAddressIsNamedAndTheOthersAreCounted() {
        List<Shipping> parcels =
                List.of(new Shipping(new DrawKey(7, player(2), 1), 1, "顺丰", "SF1"), new Shipping(DRAW, 1, "顺丰", "SF2"));
        StringWriter printed = new StringWriter();
        String message = assertThrows(
                        CommandException.class,
                        () -> new ShippingReport(parcels, List.of(Shipped.DONE, Shipped.CHANGED))
                                .print(new PrintWriter(printed), false))
                .getMessage();
        assertTrue(printed.toString().startsWith("Recorded 1 as sent"), printed.toString());
        assertTrue(message.contains("line 3: " + DRAW.text() + " has another address since the export"), message);
        assertTrue(message.contains("export again"), message);
    }

    @Test
    void everyInvalidLineIsReported() {
        String message = assertThrows(
                        CommandException.class,
                        () -> read(
                                "claim,revision,carrier,tracking\nx,1,顺丰,SF123456\n7.AAAAAQAAAAAAAAAAAAAAAA.3,1,,SF123456\n"))
                .getMessage();
        assertTrue(
                message.contains("line 2 has no valid claim") && message.contains("line 3 has no valid " + "carrier"),
                message);
    }

    @Test
    void anotherEncodingIsReported() throws IOException {
        Path file = Files.write(
                folder.resolve("gbk.csv"),
                "claim,revision,carrier,tracking\nx,1,顺丰,SF1\n".getBytes(Charset.forName("GBK")));
        assertTrue(assertThrows(CommandException.class, () -> ShippingFile.read(file))
                .getMessage()
                .contains("CSV UTF-8"));
    }

    private List<Shipping> read(String text) throws IOException {
        return ShippingFile.read(Files.writeString(folder.resolve("back.csv"), text));
    }
}
