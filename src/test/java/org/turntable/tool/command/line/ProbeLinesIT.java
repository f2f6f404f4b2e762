package org.turntable.tool.command.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turntable.testing.stack.Ports;
import org.turntable.testing.stack.Processes;
import org.turntable.tool.TurntableOps;
import org.turntable.tool.line.Finding;
import org.turntable.tool.line.SshProbe;

/** probe-lines against real listeners, each on its own loopback address. */
class ProbeLinesIT {
    private static final String NAME = "wheel.lottery.example";
    private static final char[] PASSWORD = "unimportant".toCharArray();

    private final List<AutoCloseable> running = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> hosts = new ConcurrentLinkedQueue<>();
    private final int port = Ports.free();

    @TempDir
    Path folder;

    private boolean closed = true;
    private String out;
    private String err;

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable server : running) {
            server.close();
        }
    }

    @Test
    void everyPageIsRequestedFromEachAddressOfEachLine() throws Exception {
        for (String address : List.of("127.0.0.11", "127.0.0.12", "127.0.0.13")) {
            page(HttpServer.create(new InetSocketAddress(address, port), 0), 200, "X-Request-Id", "1");
        }
        int ssh = banner("SSH-2.0-OpenSSH_9.2\r\n");
        assertEquals(
                0,
                run(config("http://" + NAME + ":" + port + "/c/golden-week, http://second.example:" + port + "/", ssh)),
                out + err);
        assertEquals(6, hosts.size());
        assertEquals(Set.of(NAME + ":" + port, "second.example:" + port), Set.copyOf(hosts));
        assertTrue(out.contains("telecom  127.0.0.11\n") && out.contains("unicom  127.0.0.13\n"), out);
        assertTrue(out.contains("  ok      wheel.lottery.example/c/golden-week 200 in "), out);
        assertTrue(out.contains("ops  127.0.0.1:" + ssh + "\n  ok      SSH-2.0-OpenSSH_9.2\n"), out);
    }

    @Test
    void aLineThatServesPathsForOpsToPlayersFails() throws Exception {
        closed = false;
        page(HttpServer.create(new InetSocketAddress("127.0.0.11", port), 0), 200, "X-Request-Id", "1");
        assertEquals(
                1,
                run(config(
                        "http://" + NAME + ":" + port + "/",
                        banner("SSH-2.0-x\r\n"),
                        "lines.addresses=telecom=127.0.0.11")));
        assertTrue(out.contains("  failed  open to players: /readyz /metrics /console /manager/text/list\n"), out);
        closed = true;
        assertEquals(
                0,
                run(config(
                        "http://" + NAME + ":" + port + "/",
                        banner("SSH-2.0-x\r\n"),
                        "lines.addresses=telecom=127.0.0.11")));
        assertTrue(out.contains("  ok      closed to players: /readyz"), out);
    }

    @Test
    void theConsoleHasToAnswer() throws Exception {
        page(HttpServer.create(new InetSocketAddress("127.0.0.11", port), 0), 200, "X-Request-Id", "1");
        int free = Ports.free();
        Path config = config(
                "http://" + NAME + ":" + port + "/",
                banner("SSH-2.0-x\r\n"),
                "lines.addresses=telecom=127.0.0.11",
                "mode=demo",
                "console.origin=http://127.0.0.1:" + free);
        assertEquals(1, run(config));
        assertTrue(
                out.contains("console  http://127.0.0.1:" + free + "\n  failed  no connection to port " + free), out);
        HttpServer console = HttpServer.create(new InetSocketAddress("127.0.0.1", free), 0);
        console.createContext("/console/sign-in", exchange -> {
            exchange.getResponseHeaders().add("X-Request-Id", "1");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        console.start();
        running.add(() -> console.stop(0));
        assertEquals(0, run(config), out + err);
        assertTrue(out.contains("  ok      127.0.0.1/console/sign-in 200 in "), out);
    }

    @Test
    void anAddressThatDoesNotAnswerFails() throws Exception {
        for (String address : List.of("127.0.0.11", "127.0.0.12")) {
            page(
                    HttpServer.create(new InetSocketAddress(address, port), 0),
                    302,
                    "X-Request-Id",
                    "1",
                    "Location",
                    "/c/golden-week");
        }
        assertEquals(1, run(config("http://" + NAME + ":" + port + "/", banner("SSH-2.0-x\r\n")), "--json"));
        JsonNode rows = new ObjectMapper().readTree(out);
        assertTrue(
                rows.get(0).get("serves").asBoolean()
                        && rows.get(1).get("serves").asBoolean(),
                out);
        assertEquals("127.0.0.13", rows.get(2).get("address").asText());
        assertFalse(rows.get(2).get("serves").asBoolean());
        assertTrue(
                rows.get(2).get("findings").get(0).get("what").asText().startsWith("no connection to port " + port),
                out);
    }

    @Test
    void anAddressThatDoesNotServeTurntableFails() throws Exception {
        page(HttpServer.create(new InetSocketAddress("127.0.0.11", port), 0), 200);
        page(
                HttpServer.create(new InetSocketAddress("127.0.0.12", port), 0),
                302,
                "X-Request-Id",
                "1",
                "Location",
                "https://elsewhere.example/");
        page(HttpServer.create(new InetSocketAddress("127.0.0.13", port), 0), 502, "X-Request-Id", "1");
        assertEquals(1, run(config("http://" + NAME + ":" + port + "/", banner("SSH-2.0-x\r\n"))));
        assertTrue(
                out.matches("(?s).*127.0.0.11\n.*failed  \\S+/ 200 in \\d+ ms, not from Turntable.*127.0.0.12\n.*"
                        + "failed  \\S+/ 302 in \\d+ ms to "
                        + "https://elsewhere.example/.*127.0.0.13\n.*failed  \\S+/ 502 in \\d+ ms\n.*3 "
                        + "failed, .*"),
                out);
    }

    @Test
    void aLineThatAcceptsConnectionsAndSendsNothingFailsInTime() throws Exception {
        ServerSocket silent = new ServerSocket(port, 50, InetAddress.getByName("127.0.0.11"));
        running.add(silent);
        Path config = config(
                "http://" + NAME + ":" + port + "/", banner("SSH-2.0-x\r\n"), "lines.addresses=telecom=127.0.0.11");
        long begun = System.nanoTime();
        assertEquals(1, run(config));
        assertTrue(Duration.ofNanos(System.nanoTime() - begun).toSeconds() < 20);
        assertTrue(out.contains("  failed  silent after "), out);
    }

    @Test
    void certificatesAreCheckedAsBrowsersDo() throws Exception {
        Path authority = folder.resolve("good.pem");
        secure("127.0.0.11", "good", NAME, "-validity", "90");
        secure("127.0.0.12", "other", "other.example", "-validity", "90");
        secure("127.0.0.13", "old", NAME, "-startdate", "-100d", "-validity", "50");
        assertEquals(
                1,
                run(config(
                        "https://" + NAME + ":" + port + "/", banner("SSH-2.0-x\r\n"), "lines.tls.ca=" + authority)));
        assertTrue(out.contains("  ok      certificate " + NAME + ", 89 days\n"), out);
        assertTrue(out.contains("  failed  certificate other.example, 89 days\n          it is not for " + NAME), out);
        assertTrue(out.contains("  failed  certificate " + NAME + " expired "), out);

        // Without the certificate authority, as browsers would see it.
        assertEquals(
                1,
                run(config(
                        "https://" + NAME + ":" + port + "/",
                        banner("SSH-2.0-x\r\n"),
                        "lines.addresses=telecom=127.0.0.11")));
        assertTrue(out.contains("89 days, not trusted\n"), out);
    }

    @Test
    void aCertificateOfFewDaysIsAWarning() throws Exception {
        secure("127.0.0.11", "good", "*.lottery.example", "-validity", "9");
        assertEquals(
                0,
                run(config(
                        "https://" + NAME + ":" + port + "/",
                        banner("SSH-2.0-x\r\n"),
                        "lines.addresses=telecom=127.0.0.11",
                        "lines.tls.ca=" + folder.resolve("good.pem"))),
                out + err);
        assertTrue(out.contains("  warning certificate *.lottery.example, 8 days\n"), out);
    }

    @Test
    void theAccessForOpsMustBeSshOnAnotherLine() throws Exception {
        page(HttpServer.create(new InetSocketAddress("127.0.0.11", port), 0), 200, "X-Request-Id", "1");
        Path config = config(
                "http://" + NAME + ":" + port + "/",
                banner("220 mail.example\r\n"),
                "lines.addresses=telecom=127.0.0.11");
        assertEquals(1, run(config));
        assertTrue(out.contains("  failed  no SSH server answers\n"), out);
        assertEquals(
                1,
                run(config("http://" + NAME + ":" + port + "/", Ports.free(), "lines.addresses=telecom=127.0.0.11")));
        assertTrue(out.contains("  failed  no connection (Connection refused)\n"), out);
        assertEquals(
                0,
                run(config("http://" + NAME + ":" + port + "/", 1, "lines.addresses=telecom=127.0.0.11", "lines.ops=")),
                err);
        assertTrue(out.contains("  warning no SSH access for ops is set\n"), out);
        List<Finding> sameLine = new SshProbe(Optional.empty(), Set.of("127.0.0.1"))
                .probe("127.0.0.1", banner("hello\r\nSSH-2.0-x\r\n"));
        assertEquals("the address of a players' line", sameLine.get(0).what());
        assertEquals("SSH-2.0-x", sameLine.get(1).what());
        assertEquals("not checked whether it accepts only keys", sameLine.get(2).what());
    }

    /** With the output that OpenSSH's client prints after a refused login. */
    @Test
    void anSshServerThatAcceptsMoreThanKeysFails() throws Exception {
        int ssh = banner("SSH-2.0-x\r\n");
        assertEquals(
                Finding.ok("accepts only keys (publickey)"),
                probe(ssh, "echo 'turntable-probe@x: Permission denied (publickey).' >&2; exit 255"));
        Finding password =
                probe(ssh, "echo 'turntable-probe@x: Permission denied (publickey,password).' >&2; exit 255");
        assertTrue(password.isFailed() && password.what().equals("accepts publickey,password"), password.toString());
        assertTrue(probe(ssh, "exit 0").isFailed(), "a login without credentials was accepted");
        assertEquals(
                Finding.Grade.WARNING,
                probe(ssh, "echo 'kex_exchange_identification: Connection closed' >&2; exit 255")
                        .grade());
    }

    private Finding probe(int port, String script) throws IOException {
        Path ssh = Files.writeString(folder.resolve("ssh"), "#!/bin/sh\n" + script + "\n");
        assertTrue(ssh.toFile().setExecutable(true));
        return new SshProbe(Optional.of(ssh), Set.of()).probe("127.0.0.1", port).get(1);
    }

    private void page(HttpServer server, int status, String... headers) {
        for (String forOps : List.of("/readyz", "/metrics", "/console", "/manager")) {
            server.createContext(forOps, exchange -> {
                exchange.sendResponseHeaders(closed ? 404 : 200, -1);
                exchange.close();
            });
        }
        server.createContext("/", exchange -> {
            hosts.add(exchange.getRequestHeaders().getFirst("Host"));
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        running.add(() -> server.stop(0));
    }

    private void secure(String address, String file, String name, String... validity) throws Exception {
        Path store = folder.resolve(file + ".p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "line",
                "-keyalg",
                "EC",
                "-dname",
                "CN=line",
                "-ext",
                "san=dns:" + name,
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD)));
        command.addAll(List.of(validity));
        Processes.run(Duration.ofSeconds(30), command.toArray(String[]::new));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        Files.writeString(
                folder.resolve(file + ".pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(keys.getCertificate("line").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(address, port), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        page(server, 200, "X-Request-Id", "1");
    }

    /** Sends its banner to each client and closes the connection. */
    private int banner(String text) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        running.add(server);
        DatagramFront.start(() -> {
            while (!server.isClosed()) {
                try (Socket client = server.accept()) {
                    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                    client.shutdownOutput();
                    client.setSoTimeout(2_000);
                    client.getInputStream().read();
                } catch (IOException quiet) {
                    // The client closed the connection, or the test ended.
                }
            }
        });
        return server.getLocalPort();
    }

    private Path config(String pages, int ssh, String... instead) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "mode=demo",
                "lines.name=" + NAME,
                "lines.pages=" + pages,
                "lines.ops=127.0.0.1:" + ssh,
                "lines.addresses=telecom=127.0.0.11 127.0.0.12, unicom=127.0.0.13"));
        for (String line : instead) {
            lines.removeIf(old -> old.startsWith(line.substring(0, line.indexOf('=') + 1)));
            lines.add(line);
        }
        return Files.write(folder.resolve("turntable.properties"), lines);
    }

    private int run(Path config, String... more) {
        List<String> all = new ArrayList<>(List.of("probe-lines", "--config", config.toString()));
        all.addAll(List.of(more));
        StringWriter answers = new StringWriter();
        StringWriter errors = new StringWriter();
        int code = TurntableOps.commandLine()
                .setOut(new PrintWriter(answers, true))
                .setErr(new PrintWriter(errors, true))
                .execute(all.toArray(String[]::new));
        out = answers.toString();
        err = errors.toString();
        return code;
    }
}
