package org.turntable.promises.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.turntable.testing.stack.NginxEdge;
import org.turntable.testing.stack.ProjectFiles;
import org.turntable.testing.system.SharedEdgeCluster;

/** TLS as Mozilla's "intermediate" has it, and no more: asked of a real nginx byte by byte. */
class TlsRulesIT {
    private static final int HANDSHAKE = 0x16;
    private static final int ALERT = 0x15;
    private static final int SETTINGS = 4;
    private static final int MAX_CONCURRENT_STREAMS = 3;
    private static final HexFormat HEX = HexFormat.of();
    /** Mozilla's intermediate for TLS 1.2, without the two of finite fields: no phone needs them. */
    private static final Set<String> INTERMEDIATE = Set.of(
            "ECDHE-ECDSA-AES128-GCM-SHA256",
            "ECDHE-RSA-AES128-GCM-SHA256",
            "ECDHE-ECDSA-AES256-GCM-SHA384",
            "ECDHE-RSA-AES256-GCM-SHA384",
            "ECDHE-ECDSA-CHACHA20-POLY1305",
            "ECDHE-RSA-CHACHA20-POLY1305");

    private static NginxEdge edge;

    @BeforeAll
    static void start() {
        edge = SharedEdgeCluster.whole().edge().orElseThrow();
    }

    @Test
    void theConfigurationIsMozillasIntermediate() throws IOException {
        String tls = Files.readString(ProjectFiles.file("nginx/parts/tls.conf"));
        assertEquals("TLSv1.2 TLSv1.3", value(tls, "ssl_protocols"));
        assertEquals(
                INTERMEDIATE, new TreeSet<>(List.of(value(tls, "ssl_ciphers").split(":"))));
        assertEquals("off", value(tls, "ssl_prefer_server_ciphers"));
        assertEquals("X25519:prime256v1:secp384r1", value(tls, "ssl_ecdh_curve"));
        assertEquals("off", value(tls, "ssl_session_tickets"));
        // What is sent early can be sent again by anybody who recorded it.
        assertFalse(tls.contains("ssl_early_data"), tls);
    }

    private static String value(String configuration, String directive) {
        Matcher found = Pattern.compile("(?m)^" + directive + " +(.*);$").matcher(configuration);
        assertTrue(found.find(), directive);
        return found.group(1);
    }

    /** X25519, P-256 and P-384; not P-521, P-224, a curve of 2000 and a finite field. */
    @ParameterizedTest
    @CsvSource({"001d, true", "0017, true", "0018, true", "0019, false", "0015, false", "0016, false", "0100, false"})
    void onlyTheCurvesOfTheListAreSpoken(String group, boolean spoken) throws IOException {
        // TLS 1.3 without a key share: a server that knows the group asks for one.
        String extensions = "000a00040002" + group + "000d000400020403" + "002b0003020304" + "003300020000";
        byte[] record = answer(edge.secureUrl(), "1301", extensions);
        assertEquals(spoken ? HANDSHAKE : ALERT, record[0]);
    }

    @Test
    void noTicketIsGivenAndNothingIsCompressed() throws IOException {
        for (String site : List.of(edge.secureUrl(), edge.consoleUrl())) {
            // TLS 1.2 with session_ticket, and deflate among the compressions.
            byte[] record = answer(
                    site,
                    "c02b",
                    "000a00060004001d0017" + "000b00020100" + "000d000400020403" + "00230000" + "ff01000100");
            assertEquals(HANDSHAKE, record[0]);
            // Record 5, handshake 4, version 2, random 32, then the session's id.
            int at = 43;
            at += 1 + record[at] + 2;
            assertEquals(0, record[at], "compression");
            Set<String> extensions = new TreeSet<>();
            int end = at + 3 + number(record, at + 1);
            for (at += 3; at < end; at += 4 + number(record, at + 2)) {
                extensions.add(HEX.formatHex(record, at, at + 2));
            }
            assertFalse(extensions.contains("0023"), extensions::toString);
            assertTrue(extensions.contains("ff01"), "secure renegotiation");
        }
    }

    private static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    @Test
    void oneConnectionHasNoMoreThan64Streams() throws IOException {
        try (SSLSocket socket = (SSLSocket)
                edge.certificate().trusted().getSocketFactory().createSocket("127.0.0.1", port(edge.secureUrl()))) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(5_000);
            socket.startHandshake();
            assertEquals("h2", socket.getApplicationProtocol());
            socket.getOutputStream()
                    .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            assertEquals(SETTINGS, in.readUnsignedByte());
            in.skipNBytes(5);
            int streams = Integer.MAX_VALUE;
            for (; length > 0; length -= 6) {
                int setting = in.readUnsignedShort();
                int value = in.readInt();
                streams = setting == MAX_CONCURRENT_STREAMS ? value : streams;
            }
            assertEquals(64, streams);
        }
    }

    @Test
    void allOfItHoldsOnTheConsolesSiteToo() throws IOException {
        byte[] tls11 = hello("0302", "c009", "000a000400020017" + "000b00020100");
        byte[] weak = hello("0303", "c009", "000a000400020017" + "000b00020100" + "000d0004000204" + "03");
        for (byte[] refused : List.of(tls11, weak)) {
            assertEquals(ALERT, exchange(edge.consoleUrl(), refused)[0]);
        }
        assertArrayEquals(
                new byte[] {HANDSHAKE, 3, 3},
                java.util.Arrays.copyOf(
                        answer(
                                edge.consoleUrl(),
                                "cca9",
                                "000a00040002" + "0017" + "000b00020100" + "000d0004000204" + "03"),
                        3));
    }

    private static byte[] answer(String site, String cipher, String extensions) throws IOException {
        return exchange(site, hello("0303", cipher, extensions));
    }

    /** The first record of the answer. */
    private static byte[] exchange(String site, byte[] hello) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port(site))) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(hello);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] head = in.readNBytes(5);
            ByteArrayOutputStream record = new ByteArrayOutputStream();
            record.write(head);
            record.write(in.readNBytes(number(head, 3)));
            return record.toByteArray();
        }
    }

    private static int port(String site) {
        return URI.create(site).getPort();
    }

    private static byte[] hello(String version, String cipher, String extensions) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(HEX.parseHex(version));
        body.write(new byte[32]);
        // No session, one cipher; deflate and no compression, but TLS 1.3 allows no first one.
        body.write(HEX.parseHex("00" + "0002" + cipher + (extensions.contains("002b") ? "0100" : "020100")));
        body.write(HEX.parseHex("%04x".formatted(extensions.length() / 2) + extensions));
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(record);
        out.write(HEX.parseHex("160301"));
        out.writeShort(body.size() + 4);
        out.writeByte(1);
        out.writeByte(0);
        out.writeShort(body.size());
        out.write(body.toByteArray());
        return record.toByteArray();
    }
}
