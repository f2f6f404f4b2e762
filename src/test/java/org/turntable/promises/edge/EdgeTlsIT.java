package org.turntable.promises.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.testing.load.HttpAnswer;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.load.PlayerCredentials.Credentials;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.Installed;
import org.turntable.testing.stack.NginxEdge;
import org.turntable.testing.stack.Ports;
import org.turntable.testing.stack.Processes;
import org.turntable.testing.stack.ProjectFiles;
import org.turntable.testing.stack.Workspace;
import org.turntable.testing.system.SharedCluster;
import org.turntable.testing.system.SharedEdgeCluster;

/** TLS, HTTP/2, the way from http to https, and what the edge keeps: as a phone sees them on a real nginx. */
class EdgeTlsIT {
    private static final String SLUG = SharedEdgeCluster.SLUG;
    private static final String STRICT = "Strict-Transport-Security";
    private static final int HANDSHAKE = 0x16;
    private static final int ALERT = 0x15;

    private static Cluster cluster;
    private static NginxEdge edge;
    private static SSLContext trusting;
    private static HttpClient phone;

    @BeforeAll
    static void start() {
        cluster = SharedEdgeCluster.whole();
        edge = cluster.edge().orElseThrow();
        trusting = edge.certificate().trusted();
        phone = newPhone();
    }

    private static HttpClient newPhone() {
        return HttpClient.newBuilder()
                .sslContext(trusting)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    @Test
    void aPhoneUsesHttp2AndAnOldOneHttp1() throws Exception {
        HttpResponse<String> page = get(edge.secureUrl() + "/c/" + SLUG);
        assertEquals(200, page.statusCode());
        assertEquals(Version.HTTP_2, page.version());
        HttpResponse<String> old = phone.send(
                HttpRequest.newBuilder(URI.create(edge.secureUrl() + "/c/" + SLUG))
                        .version(Version.HTTP_1_1)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(200, old.statusCode());
        assertEquals(Version.HTTP_1_1, old.version());
    }

    @Test
    void aPlayerSignsInAndDrawsOverTlsAndEveryCookieIsForTlsAlone() throws Exception {
        HttpResponse<String> form = get(edge.secureUrl() + "/sign-in?return=/c/" + SLUG + "&lang=en");
        List<String> cookies = form.headers().allValues("Set-Cookie");
        assertEquals(3, cookies.size(), cookies::toString);
        cookies.forEach(cookie -> assertTrue(cookie.contains("; Secure"), cookie));
        String csrf = form.body().replaceAll("(?s).*name=\"csrf\" value=\"([^\"]+)\".*", "$1");
        HttpResponse<String> in = post(
                "/sign-in",
                cookies.stream()
                        .map(cookie -> cookie.split(";")[0])
                        .reduce((a, b) -> a + "; " + b)
                        .orElseThrow(),
                "name=Wang&return=/c/" + SLUG + "&csrf=" + csrf);
        assertEquals(303, in.statusCode(), in.body());
        assertTrue(
                in.headers().allValues("Set-Cookie").stream().anyMatch(cookie -> cookie.startsWith("__Host-tt_id=")),
                in.headers()::toString);
        in.headers().allValues("Set-Cookie").forEach(cookie -> assertTrue(cookie.contains("; Secure"), cookie));
        Credentials player = SharedCluster.credentials(cluster, "over TLS");
        HttpResponse<String> draw = post("/c/" + SLUG + "/draws", player.cookie(), "number=1&csrf=" + player.csrf());
        assertEquals(200, draw.statusCode(), draw.body());
    }

    @Test
    void whatAClientSaysOfItsOwnSchemeAndAddressIsNotBelieved() throws Exception {
        try (HttpConnection line =
                new HttpConnection("127.0.0.1", edge.port(), Duration.ofSeconds(2), Duration.ofSeconds(5))) {
            HttpAnswer plain = line.request(
                    "GET",
                    "/sign-in",
                    Map.of("X-Forwarded-Proto", "https", "X-Forwarded-For", "203.0.113.9", "Accept", "text/html"),
                    null);
            assertFalse(plain.setCookies().isEmpty());
            plain.setCookies().forEach(cookie -> assertFalse(cookie.contains("; Secure"), cookie));
        }
        HttpResponse<String> secure = phone.send(
                HttpRequest.newBuilder(URI.create(edge.secureUrl() + "/sign-in"))
                        .header("X-Forwarded-Proto", "http")
                        .header("X-Forwarded-For", "203.0.113.9")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        secure.headers().allValues("Set-Cookie").forEach(cookie -> assertTrue(cookie.contains("; Secure"), cookie));
        HttpResponse<String> diag = phone.send(
                HttpRequest.newBuilder(URI.create(edge.secureUrl() + "/diag"))
                        .header("X-Forwarded-For", "203.0.113.9")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(200, diag.statusCode());
        assertFalse(diag.body().contains("203.0.113.9"), diag.body());
    }

    @ParameterizedTest
    @CsvSource({
        "0302, c009, false",
        "0301, c009, false",
        "0303, c009, false",
        "0303, c023, false",
        "0303, 009c, false",
        "0303, c02b, true",
        "0303, cca9, true"
    })
    void onlyTls12AndNewerWithForwardSecrecyAndAuthenticatedEncryptionIsSpoken(
            String version, String cipher, boolean spoken) throws IOException {
        try (Socket socket =
                new Socket("127.0.0.1", URI.create(edge.secureUrl()).getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(clientHello(version, cipher));
            assertEquals(spoken ? HANDSHAKE : ALERT, socket.getInputStream().read());
        }
    }

    @Test
    void aPhoneThatComesBackSkipsHalfOfTheHandshake() throws IOException {
        // A phone of its own: the other tests' connections would replace what it remembers of this address.
        SSLContext own = edge.certificate().trusted();
        byte[] first = session(own);
        for (int again = 0; again < 4; again++) {
            // At whichever worker it arrives.
            assertArrayEquals(first, session(own));
        }
        assertEquals("TLSv1.3", protocol());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/c/" + SLUG, "/assets/nothing.css", "/nowhere", "/readyz"})
    void hstsIsSentForTheNamesOfTheListAndOnlyOverTls(String path) throws Exception {
        assertEquals(
                Optional.of("max-age=300"),
                get(edge.secureUrl() + path).headers().firstValue(STRICT));
        assertEquals(Optional.empty(), get(edge.baseUrl() + path).headers().firstValue(STRICT));
        // Another name of this machine, which is not in the list.
        assertEquals(
                Optional.empty(),
                get(edge.secureUrl().replace("127.0.0.1", "localhost") + path)
                        .headers()
                        .firstValue(STRICT));
    }

    /** With a certificate in place, and on ports that anybody may open. */
    @Test
    void theConfigurationIsSoundAsItIsShipped() throws Exception {
        Path prefix = cluster.folder().resolve("as-shipped");
        Workspace.copyTree(ProjectFiles.file("nginx"), prefix);
        for (String folder : List.of("logs", "temp", "cache")) {
            Files.createDirectories(prefix.resolve(folder));
        }
        edge.certificate().write(prefix.resolve("hosts/turntable.crt"), prefix.resolve("hosts/turntable.key"));
        Path sites = prefix.resolve("hosts/sites.conf");
        String shipped = Files.readString(sites);
        assertTrue(shipped.contains("listen 443 ssl http2;") && shipped.contains("listen 80;"), shipped);
        Matcher listens = Pattern.compile("listen \\d+").matcher(shipped.replaceAll("(?m)^ *listen \\[::].*$", ""));
        Files.writeString(sites, listens.replaceAll(listen -> "listen " + Ports.free()));
        String said = Processes.run(
                Duration.ofSeconds(20), Installed.nginx().toString(), "-p", prefix + "/", "-c", "nginx.conf", "-t");
        assertEquals(
                List.of(),
                said.lines()
                        .filter(line -> line.contains("[warn]") && !line.contains("njs is off: nodes verify cookies"))
                        .toList());
    }

    @Test
    void plainHttpLeadsToTheSameAddressOverTls() throws Exception {
        HttpResponse<String> led = get(edge.plainUrl() + "/c/" + SLUG + "?lang=en&x=%0d%0aX:1");
        assertEquals(301, led.statusCode());
        assertEquals(
                Optional.of(edge.secureUrl() + "/c/" + SLUG + "?lang=en&x=%0d%0aX:1"),
                led.headers().firstValue("Location"));
        assertEquals(Optional.of("max-age=3600"), led.headers().firstValue("Cache-Control"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "127.0.0.1.evil.example",
                "127.0.0.1@evil.example",
                "localhost",
                "evil.example:80",
                ""
            })
    void plainHttpOfAForeignNameLeadsNowhere(String host) throws IOException {
        String answer =
                raw(edge.plainUrl(), "GET / HTTP/1.0\r\nHost: " + host + "\r\nX-Forwarded-Host: 127.0.0.1\r\n\r\n");
        assertFalse(answer.toLowerCase().contains("location:"), answer);
        assertFalse(answer.contains("evil"), answer);
        assertTrue(answer.startsWith("HTTP/1.1 404") || answer.startsWith("HTTP/1.1 400"), answer);
    }

    @Test
    void anAbsoluteAddressInTheRequestLineLeadsNowhereElseEither() throws IOException {
        String answer = raw(
                edge.plainUrl(), "GET http://evil.example/c HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        assertFalse(answer.contains("Location: http://evil") || answer.contains("Location: https://evil"), answer);
    }

    @Test
    void aFileIsPackedOnceAtItsNodeAndKeptForAYearByThePhoneAndForAllByTheEdge() throws Exception {
        String script = assetOf(get(edge.secureUrl() + "/c/" + SLUG).body());
        HttpResponse<byte[]> packed = asset(script, "gzip, deflate, br");
        assertEquals(200, packed.statusCode());
        assertEquals("gzip", packed.headers().firstValue("Content-Encoding").orElse(""));
        assertEquals(
                "public, max-age=31536000, immutable",
                packed.headers().firstValue("Cache-Control").orElse(""));
        HttpResponse<byte[]> whole = asset(script, "identity");
        assertTrue(whole.headers().firstValue("Content-Encoding").isEmpty());
        assertEquals("Accept-Encoding", whole.headers().firstValue("Vary").orElse(""));
        assertArrayEquals(
                whole.body(), new GZIPInputStream(new java.io.ByteArrayInputStream(packed.body())).readAllBytes());
        assertTrue(packed.body().length * 2 < whole.body().length, packed.body().length + " of " + whole.body().length);
        String own = packed.headers().firstValue("X-Request-Id").orElse("");
        assertFalse(
                own.equals(asset(script, "gzip")
                        .headers()
                        .firstValue("X-Request-Id")
                        .orElse("")),
                "each answer has an id of its own");
        edge.reloadPorts(List.of(1));
        // A phone of its own: its connection ends with the worker that knows no node, and no other test is to come upon
        // it.
        HttpClient late = newPhone();
        try {
            assertEquals(200, asset(late, script, "br, gzip;q=0.8").statusCode(), "without any node");
            assertEquals(200, asset(late, script, "identity").statusCode(), "without any node");
            assertEquals(200, asset(late, script + "?again", "gzip").statusCode(), "whatever is asked behind it");
        } finally {
            edge.reload(cluster.nodes());
            SharedEdgeCluster.whole();
        }
    }

    private static String assetOf(String page) {
        return page.replaceAll("(?s).*src=\"(/assets/wheel\\.[0-9a-f]{8}\\.js)\".*", "$1");
    }

    private static HttpResponse<byte[]> asset(String path, String encodings) throws Exception {
        return asset(phone, path, encodings);
    }

    private static HttpResponse<byte[]> asset(HttpClient client, String path, String encodings) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(edge.secureUrl() + path))
                        .header("Accept-Encoding", encodings)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static HttpResponse<String> get(String address) throws Exception {
        return phone.send(
                HttpRequest.newBuilder(URI.create(address))
                        .header("Accept", "text/html")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, String cookie, String form) throws Exception {
        return phone.send(
                HttpRequest.newBuilder(URI.create(edge.secureUrl() + path))
                        .header("Accept", "application/json")
                        .header("Cookie", cookie)
                        .header("Origin", edge.secureUrl())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The id of the TLS 1.2 session that the handshake made or resumed. */
    private static byte[] session(SSLContext client) throws IOException {
        try (SSLSocket socket = (SSLSocket) client.getSocketFactory()
                .createSocket("127.0.0.1", URI.create(edge.secureUrl()).getPort())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.startHandshake();
            return socket.getSession().getId();
        }
    }

    private static String protocol() throws IOException {
        try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory()
                .createSocket("127.0.0.1", URI.create(edge.secureUrl()).getPort())) {
            socket.startHandshake();
            return socket.getSession().getProtocol();
        }
    }

    private static String raw(String address, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", URI.create(address).getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** A hello that offers one version and one cipher: the JDK refuses to send what is to be refused here. */
    private static byte[] clientHello(String version, String cipher) throws IOException {
        HexFormat hex = HexFormat.of();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(hex.parseHex(version));
        body.write(new byte[32]);
        // No session, one cipher, no compression.
        body.write(hex.parseHex("00" + "0002" + cipher + "0100"));
        // Groups X25519 and P-256, points, signatures by ECDSA and RSA with SHA-256.
        byte[] extensions = hex.parseHex("000a00060004001d0017" + "000b00020100" + "000d00060004" + "04030804");
        body.write(hex.parseHex("%04x".formatted(extensions.length)));
        body.write(extensions);
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(record);
        out.write(hex.parseHex("160301"));
        out.writeShort(body.size() + 4);
        out.writeByte(1);
        out.writeByte(0);
        out.writeShort(body.size());
        out.write(body.toByteArray());
        return record.toByteArray();
    }
}
