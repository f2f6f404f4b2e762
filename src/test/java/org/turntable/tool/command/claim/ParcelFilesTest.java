package org.turntable.tool.command.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.player.Players.player;

import java.io.IOException;
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
                    new PostalAddress("王\"小\"桂", "13800138000", "浙江省", "杭州市", "西湖区", "@SUM(1), 2号"),
                    Optional.empty()));
            csv.finish();
        }
        String text = Files.readString(file);
        assertEquals('\uFEFF', text.charAt(0));
        assertEquals(
                "\"7.AAAAAQAAAAAAAAAAAAAAAA.3\",\"'=cmd|' /C calc'!A0\",\"2026-10-01 "
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
                List.of(new Shipping(DRAW, "顺丰, 速运".replace(", ", " "), "SF1234567890123")),
                read("\uFEFFClaim,note,carrier,Tracking\r\n\"7.AAAAAQAAAAAAAAAAAAAAAA.3\",\"a \"\"b\"\", c\",顺丰 "
                        + "速运,SF1234567890123\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "claim,carrier\nx,y\n",
                "claim,carrier,tracking\n7.AAAAAQAAAAAAAAAAAAAAAA.3,顺丰,7.73E+17\n",
                "claim,carrier,tracking\nx,顺丰,SF123456\n",
                "claim,carrier,tracking\n7.AAAAAQAAAAAAAAAAAAAAAA.3,=顺丰,SF123456\n",
                "claim,carrier,tracking\n7.AAAAAQAAAAAAAAAAAAAAAA.3,\"顺丰,SF123456\n",
                "claim,carrier,tracking\n7.AAAAAQAAAAAAAAAAAAAAAA.3,顺丰\n",
                "claim,carrier,tracking\n7.AAAAAQAAAAAAAAAAAAAAAA.3,顺丰,SF123456\n7.AAAAAQAAAAAAAAAAAAAAAA.3,顺丰,SF123456\n",
                ""
            })
    void aFileWithAnInvalidLineIsRefused(String text) {
        assertThrows(CommandException.class, () -> read(text));
    }

    @Test
    void everyInvalidLineIsReported() {
        String message = assertThrows(
                        CommandException.class,
                        () -> read("claim,carrier,tracking\nx,顺丰,SF123456\n7.AAAAAQAAAAAAAAAAAAAAAA.3,,SF123456\n"))
                .getMessage();
        assertTrue(
                message.contains("line 2 has no valid claim") && message.contains("line 3 has no valid " + "carrier"),
                message);
    }

    @Test
    void anotherEncodingIsReported() throws IOException {
        Path file = Files.write(
                folder.resolve("gbk.csv"), "claim,carrier,tracking\nx,顺丰,SF1\n".getBytes(Charset.forName("GBK")));
        assertTrue(assertThrows(CommandException.class, () -> ShippingFile.read(file))
                .getMessage()
                .contains("CSV UTF-8"));
    }

    private List<Shipping> read(String text) throws IOException {
        return ShippingFile.read(Files.writeString(folder.resolve("back.csv"), text));
    }
}
