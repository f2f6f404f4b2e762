package org.turntable.tool.command.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.BindServer;
import org.turntable.testing.stack.OpsTool;
import org.turntable.testing.stack.Ports;
import org.turntable.testing.stack.Workspace;
import org.turntable.tool.TurntableOps;
import org.turntable.tool.line.AddressRecords;
import org.turntable.tool.line.DnsNameServers;
import org.turntable.tool.line.NameServerException;
import org.turntable.tool.line.TsigKey;
import picocli.CommandLine;

/** switch-line against a real name server with a secondary and a resolver. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SwitchLineRunIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** Addresses of two lines with two times to live, as after a manual change. */
    private static final AddressRecords FIRST =
            new AddressRecords(2, List.of("127.0.0.11", "127.0.0.13"), 7, List.of("2001:db8::11"));

    private static final AddressRecords UNICOM = new AddressRecords(2, List.of("127.0.0.12"), 0, List.of());

    @TempDir
    Path folder;

    private Workspace workspace;
    private BindServer primary;
    private BindServer secondary;
    private BindServer resolver;
    private DatagramFront secondAddress;
    private HttpServer unicom;
    private int port;
    private int pagePort;
    private DnsNameServers names;
    private volatile Runnable onVisit;
    private String out;
    private String err;

    @BeforeAll
    void start() throws Exception {
        if (BindServer.installed().isEmpty()) {
            String mend = "no name server is installed; apt-get install bind9";
            assertFalse("true".equals(System.getenv("CI")), mend);
            Assumptions.abort(mend);
        }
        workspace = Workspace.temporary("lines");
        port = Ports.free();
        pagePort = Ports.free();
        primary = BindServer.primary(workspace.folder("primary"), port, "127.0.0.2")
                .start();
        secondary = BindServer.secondary(workspace.folder("secondary"), Ports.free(), primary)
                .start();
        secondAddress = new DatagramFront("127.0.0.2", port, secondary.address());
        resolver = BindServer.resolver(workspace.folder("resolver"), Ports.free(), secondary)
                .start();
        unicom = HttpServer.create(new InetSocketAddress("127.0.0.12", pagePort), 0);
        unicom.createContext("/", exchange -> {
            onVisit.run();
            exchange.getResponseHeaders().add("X-Request-Id", "1");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        unicom.start();
        names = names(BindServer.NAME, BindServer.SECRET, Clock.systemUTC());
    }

    @AfterAll
    void stop() {
        Stream.of(resolver, secondary, primary).filter(server -> server != null).forEach(BindServer::close);
        if (unicom != null) {
            unicom.stop(0);
            secondAddress.close();
        }
        if (workspace != null) {
            workspace.close();
        }
    }

    @BeforeEach
    void restoreTheZone() throws Exception {
        onVisit = () -> {};
        put(FIRST);
        awaitPropagation();
    }

    @Test
    void answersAreShownUntilTheChangeHasPropagated() throws Exception {
        String watched = "127.0.0.1:" + resolver.address().getPort();
        Path config = config("lines.watch=" + watched);
        StringWriter seen = new StringWriter();
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> TurntableOps.commandLine()
                .setOut(new PrintWriter(seen, true))
                .execute(
                        "switch-line",
                        "to",
                        "unicom",
                        "--by",
                        "Li",
                        "--reason",
                        "cut",
                        "--timeout",
                        "60",
                        "--config",
                        config.toString()));
        Await.until(
                "the primary has it",
                LIMIT,
                () -> seen.toString().contains(" new primary 127.0.0.1:" + port + "\n    unicom 127.0.0.12, 2 s\n"));
        Await.until(
                "the secondary is seen",
                LIMIT,
                () -> seen.toString()
                        .contains(" old ns2 127.0.0.2:" + port + "\n    127.0.0.11 127.0.0.13 2001:db8::11, 7 s\n"));
        assertFalse(code.isDone(), seen.toString());
        awaitPropagation();
        assertEquals(0, code.get());
        String output = seen.toString();
        assertTrue(output.contains(" old watched " + watched) && output.contains(" new watched " + watched), output);
        assertTrue(output.contains("All 3 answer this"), output);
        assertTrue(output.lines().allMatch(line -> line.length() <= 60), output);
        assertEquals(UNICOM, names.read());
    }

    @Test
    void aChangeThatHasNotPropagatedInTimeHasItsOwnExitCode() throws Exception {
        assertEquals(
                SwitchLineCommand.NOT_PROPAGATED,
                run(config(), "to", "unicom", "--by", "Li", "--reason", "cut", "--timeout", "1"),
                err);
        assertTrue(out.contains("1 of 2 answer this"), out);
        assertEquals(SwitchLineCommand.NOT_PROPAGATED, run(config(), "show"));
        awaitPropagation();
        assertEquals(0, run(config(), "show"), out);
        assertTrue(out.startsWith(BindServer.NAME + ": on unicom\n"), out);
    }

    @Test
    void undoRestoresExactlyTheAddressesBefore() throws Exception {
        Path config = config();
        to(config);
        assertEquals(UNICOM, names.read());
        undo(config);
        assertEquals(FIRST, names.read());
        assertEquals(1, run(config, "undo", "--by", "Li", "--reason", "again"));
        assertTrue(err.contains("there is no switch to undo"), err);
    }

    @Test
    void twoSwitchesAreUndoneOneAfterTheOther() throws Exception {
        Path config = config();
        to(config);
        assertChanged(run(
                config,
                "to",
                "telecom",
                "--by",
                "Li",
                "--reason",
                "back",
                "--anyway",
                "no page there in this test",
                "--timeout",
                "0"));
        undo(config);
        assertEquals(UNICOM, names.read());
        undo(config);
        assertEquals(FIRST, names.read());
    }

    /** The change was made; the secondaries may have it already or not. */
    private void assertChanged(int code) {
        assertTrue(code == 0 || code == SwitchLineCommand.NOT_PROPAGATED, () -> "exit code " + code + ": " + err);
    }

    @Test
    void aDryRunTestsTheKeyAndChangesNothing() throws Exception {
        long serial = primary.serial();
        assertEquals(0, run(config(), "to", "unicom", "--by", "Li", "--reason", "test", "--dry-run"), err);
        assertTrue(out.contains("The key is valid. Nothing was changed."), out);
        assertEquals(serial, primary.serial());
        assertEquals(FIRST, names.read());
        assertFalse(Files.exists(folder.resolve("switches")));

        assertEquals(
                1,
                run(config("lines.tsig.name=nobody"), "to", "unicom", "--by", "Li", "--reason", "test", "--dry-run"));
        assertTrue(err.contains("does not have key nobody (BADKEY)"), err);
    }

    @Test
    void aLineThatDoesNotServeIsRefusedUnlessAReasonIsGiven() throws Exception {
        assertEquals(1, run(config(), "to", "telecom", "--by", "Li", "--reason", "cut"));
        assertTrue(err.contains("line telecom does not serve at 127.0.0.11: nothing was changed"), err);
        assertEquals(FIRST, names.read());
        assertChanged(run(
                config(),
                "to",
                "telecom",
                "--by",
                "Li",
                "--reason",
                "cut",
                "--anyway",
                "it will in a minute",
                "--timeout",
                "0"));
        assertEquals(List.of("127.0.0.11"), names.read().addresses());
        assertTrue(Files.readString(folder.resolve("switches/000001.switch")).contains("anyway=it will in a minute"));
    }

    @Test
    void aConcurrentChangeIsNotOverwritten() throws Exception {
        AddressRecords theirs = new AddressRecords(2, List.of("127.0.0.99"), 7, FIRST.ipv6());
        onVisit = () -> put(theirs);
        assertEquals(1, run(config(), "to", "unicom", "--by", "Li", "--reason", "cut"));
        assertTrue(
                err.contains("somebody else changed " + BindServer.NAME + " in the meantime: nothing was " + "changed"),
                err);
        assertEquals(theirs, names.read());
        assertEquals(1, run(config(), "undo", "--by", "Li", "--reason", "what was refused is no switch"));
        assertTrue(err.contains("there is no switch to undo"), err);
    }

    @Test
    void anAdditionalAddressCountsAsAChange() throws Exception {
        onVisit = () -> put(new AddressRecords(2, FIRST.ipv4(), 7, List.of("2001:db8::11", "2001:db8::12")));
        assertEquals(1, run(config(), "to", "unicom", "--by", "Li", "--reason", "cut"));
        assertTrue(err.contains("somebody else changed"), err);
    }

    @Test
    void undoRefusesAfterAChangeBySomebodyElse() throws Exception {
        Path config = config();
        to(config);
        put(new AddressRecords(2, List.of("127.0.0.99"), 0, List.of()));
        assertEquals(1, run(config, "undo", "--by", "Li", "--reason", "over"));
        assertTrue(err.contains("the name server has now 127.0.0.99, TTL 2, which switch 1 did not set"), err);
        // All in one step: the secondary was not notified since.
        assertEquals(
                0,
                run(
                        config,
                        "undo",
                        "--by",
                        "Li",
                        "--reason",
                        "over",
                        "--anyway",
                        "it was our own test",
                        "--timeout",
                        "0"),
                err);
        assertEquals(FIRST, names.read());
    }

    @Test
    void aSwitchOfAToolThatWasKilledWhileWaitingCanBeUndone() throws Exception {
        Path config = config();
        Path log = folder.resolve("log");
        Process tool = OpsTool.start(config, log, "switch-line", "to", "unicom", "--by", "Li", "--reason", "cut");
        try {
            Await.until(
                    "it waits for the secondary",
                    LIMIT,
                    () -> Files.readString(log).contains(" old ns2"));
        } finally {
            tool.destroyForcibly().waitFor();
        }
        assertEquals(UNICOM, names.read());
        undo(config);
        assertEquals(FIRST, names.read());
    }

    /**
     * The change arrived or not, its answer did not: undo works in both cases after the tool is killed at this point.
     */
    @Test
    void aSwitchOfAToolThatWasKilledBeforeTheAnswerCanBeUndone() throws Exception {
        for (boolean arrives : new boolean[] {true, false}) {
            put(FIRST);
            try (SilentFront front = new SilentFront(primary.address(), arrives)) {
                Path config = config("lines.server=127.0.0.1:" + front.port());
                Path log = folder.resolve("log-" + arrives);
                Process tool =
                        OpsTool.start(config, log, "switch-line", "to", "unicom", "--by", "Li", "--reason", "cut");
                try {
                    Await.until("the change is on its way: " + Files.readString(log), LIMIT, front::receivedChange);
                } finally {
                    tool.destroyForcibly().waitFor();
                }
            }
            assertEquals(arrives ? UNICOM : FIRST, names.read());
            undo(config());
            assertEquals(FIRST, names.read());
        }
    }

    @Test
    void aMissingAnswerIsReportedAsUnknown() throws Exception {
        try (SilentFront front = new SilentFront(primary.address(), true)) {
            assertEquals(
                    1,
                    run(
                            config("lines.server=127.0.0.1:" + front.port()),
                            "to",
                            "unicom",
                            "--by",
                            "Li",
                            "--reason",
                            "cut"));
        }
        assertTrue(
                err.contains("did not answer the update: the change may have been made or not; check with "
                        + "switch-line show; undo works in both cases"),
                err);
        assertEquals(UNICOM, names.read());
        undo(config());
        assertEquals(FIRST, names.read());
    }

    @Test
    void anInvalidKeyIsReportedWithTheReason() throws Exception {
        refused(
                names(BindServer.NAME, BindServer.SECRET.replace('q', 'r'), Clock.systemUTC()),
                "different secret for key turntable (BADSIG)");
        refused(
                names(BindServer.NAME, BindServer.SECRET, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-20))),
                "the clocks differ by 1200 s (BADTIME)");
        refused(
                names("other." + BindServer.ZONE, BindServer.SECRET, Clock.systemUTC()),
                "key turntable may not change other.lottery.example");
        assertEquals(FIRST, names.read());
    }

    /** Anybody between the tool and the server could send such an answer. */
    @Test
    void anUnsignedAnswerIsNotAccepted() throws Exception {
        try (ServerSocket liar = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            DatagramFront.start(() -> {
                try (Socket sender = liar.accept()) {
                    byte[] yes = new DataInputStream(sender.getInputStream()).readNBytes(5);
                    // Two bytes of length, the id of the update, then an empty answer to an update without an error.
                    sender.getOutputStream()
                            .write(new byte[] {0, 12, yes[2], yes[3], (byte) 0xA8, 0, 0, 0, 0, 0, 0, 0, 0, 0});
                    sender.getInputStream().readAllBytes();
                }
            });
            DnsNameServers lied = new DnsNameServers(
                    BindServer.NAME,
                    BindServer.ZONE,
                    new InetSocketAddress("127.0.0.1", liar.getLocalPort()),
                    List.of(),
                    Optional.of(key(BindServer.SECRET)));
            NameServerException failure = assertThrows(NameServerException.class, () -> lied.replace(FIRST, UNICOM));
            assertTrue(
                    failure.getMessage().contains("is not signed with key turntable, so it is ignored"),
                    failure.getMessage());
        }
    }

    @Test
    void aWrongZoneIsReported() {
        DnsNameServers elsewhere = new DnsNameServers(
                "wheel.other.example",
                "other.example",
                primary.address(),
                List.of(),
                Optional.of(key(BindServer.SECRET)));
        assertTrue(assertThrows(NameServerException.class, elsewhere::read)
                .getMessage()
                .contains("REFUSED"));
        // The parent zone in the settings: the server has only the zone below it.
        NameServerException failure =
                assertThrows(NameServerException.class, () -> elsewhere.replace(AddressRecords.EMPTY, UNICOM));
        assertTrue(
                failure.getMessage().contains("does not accept changes of zone other.example (NOTAUTH)"),
                failure.getMessage());
        DnsNameServers atSecondary = new DnsNameServers(
                BindServer.NAME, BindServer.ZONE, secondary.address(), List.of(), Optional.of(key(BindServer.SECRET)));
        NameServerException notHere = assertThrows(NameServerException.class, () -> atSecondary.replace(FIRST, UNICOM));
        assertTrue(
                notHere.getMessage().contains("REFUSED")
                        || notHere.getMessage().contains("NOTIMP")
                        || notHere.getMessage().contains("NOTAUTH"),
                notHere.getMessage());
    }

    @Test
    void anAliasIsNotSwitched() {
        DnsNameServers alias = names("alias." + BindServer.ZONE, BindServer.SECRET, Clock.systemUTC());
        assertTrue(assertThrows(NameServerException.class, alias::read)
                .getMessage()
                .contains("is an alias (CNAME) of wheel.lottery.example"));
    }

    @Test
    void anUnavailableServerIsReportedAndNothingIsRecorded() throws Exception {
        int nobody = Ports.free();
        assertEquals(
                1, run(config("lines.server=127.0.0.1:" + nobody), "to", "unicom", "--by", "Li", "--reason", "cut"));
        assertEquals("turntable-ops: no answer from the name server 127.0.0.1:" + nobody, err.strip());
        assertFalse(Files.exists(folder.resolve("switches")));
    }

    @Test
    void nothingIsChangedIfItCannotBeRecorded() throws Exception {
        Files.writeString(folder.resolve("switches"), "a file in the place of the folder");
        assertEquals(1, run(config(), "to", "unicom", "--by", "Li", "--reason", "cut"));
        assertTrue(err.contains("lines.folder=") && err.contains("cannot be used"), err);
        assertEquals(FIRST, names.read());
    }

    @Test
    void theTimeToLiveCanBeSetBeforeASwitch() throws Exception {
        put(new AddressRecords(600, List.of("127.0.0.12"), 0, List.of()));
        assertChanged(run(config(), "to", "unicom", "--by", "Li", "--reason", "TTL in advance", "--timeout", "0"));
        assertTrue(out.contains("Resolvers may cache old answers for 600 s."), out);
        assertEquals(UNICOM, names.read());
        assertChanged(run(config(), "to", "unicom", "--by", "Li", "--reason", "a second time", "--timeout", "0"));
        assertTrue(out.contains("Nothing to do: it is on unicom already."), out);
    }

    @Test
    void theOutputCanBeJson() throws Exception {
        assertChanged(run(config(), "to", "unicom", "--by", "Li", "--reason", "cut", "--timeout", "0", "--json"));
        JsonNode answer = new ObjectMapper().readTree(out);
        assertEquals("switched", answer.get("outcome").asText());
        assertEquals(1, answer.get("switch").asInt());
        assertEquals(
                "ok", answer.get("probes").get("127.0.0.12").get(0).get("grade").asText());
        assertEquals(
                "unicom", answer.get("servers").get(0).get("answer").get("line").asText());
        assertFalse(answer.get("servers").get(1).get("new").asBoolean());
        assertFalse(out.contains(BindServer.SECRET));
    }

    private void refused(DnsNameServers with, String why) {
        NameServerException failure = assertThrows(NameServerException.class, () -> with.replace(with.read(), UNICOM));
        assertTrue(failure.getMessage().contains(why), failure.getMessage());
        assertFalse(failure.outcomeIsUnknown());
    }

    private void to(Path config) {
        assertEquals(
                SwitchLineCommand.NOT_PROPAGATED,
                run(config, "to", "unicom", "--by", "Li", "--reason", "cut", "--timeout", "0"),
                () -> err);
    }

    private void undo(Path config) {
        int code = run(config, "undo", "--by", "Li", "--reason", "over", "--timeout", "0");
        assertTrue(code == 0 || code == SwitchLineCommand.NOT_PROPAGATED, () -> err);
    }

    private void put(AddressRecords records) {
        try {
            AddressRecords now = names.read();
            if (!now.equals(records)) {
                names.replace(now, records);
            }
        } catch (NameServerException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void awaitPropagation() throws Exception {
        if (secondary.serial() == primary.serial()) {
            // A notification now could still make the secondary fetch the change that the test makes next.
            return;
        }
        secondary.hearOfChange();
        Await.until("the secondary has the zone", LIMIT, () -> secondary.serial() == primary.serial());
    }

    private DnsNameServers names(String name, String secret, Clock clock) {
        return new DnsNameServers(
                name,
                BindServer.ZONE,
                primary.address(),
                List.of(),
                Optional.of(new TsigKey(BindServer.KEY, "hmac-sha256", secret, clock)));
    }

    private static TsigKey key(String secret) {
        return new TsigKey(BindServer.KEY, "hmac-sha256", secret, Clock.systemUTC());
    }

    private Path config(String... instead) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "mode=demo",
                "lines.name=" + BindServer.NAME,
                "lines.zone=" + BindServer.ZONE,
                "lines.ttl=2",
                "lines.addresses=telecom=127.0.0.11, unicom=127.0.0.12",
                "lines.pages=http://" + BindServer.NAME + ":" + pagePort + "/",
                "lines.server=127.0.0.1:" + port,
                "lines.tsig.name=" + BindServer.KEY,
                "lines.tsig.secret=" + BindServer.SECRET,
                "lines.folder=" + folder.resolve("switches")));
        for (String line : instead) {
            lines.removeIf(old -> old.startsWith(line.substring(0, line.indexOf('=') + 1)));
            lines.add(line);
        }
        return Files.write(folder.resolve("turntable" + Math.abs(lines.hashCode()) + ".properties"), lines);
    }

    private int run(Path config, String... arguments) {
        List<String> all = new ArrayList<>(List.of("switch-line"));
        all.addAll(List.of(arguments));
        if (!all.contains("show") && !all.contains("--timeout")) {
            // Without a wait for the propagation, in case that a change is not refused.
            all.addAll(List.of("--timeout", "0"));
        }
        all.addAll(List.of("--config", config.toString()));
        StringWriter answers = new StringWriter();
        StringWriter complaints = new StringWriter();
        CommandLine tool = TurntableOps.commandLine()
                .setOut(new PrintWriter(answers, true))
                .setErr(new PrintWriter(complaints, true));
        int code = tool.execute(all.toArray(String[]::new));
        out = answers.toString();
        err = complaints.toString();
        return code;
    }
}
