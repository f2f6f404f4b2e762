package org.turntable.testing.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * An installed bind9 that serves the zone {@link #ZONE} on a loopback port: a primary that takes signed updates, a
 * secondary that copies it on demand only, or a resolver that asks the secondary. Not the machine's own service.
 */
public final class BindServer implements AutoCloseable {
    /** The zone. */
    public static final String ZONE = "lottery.example";
    /** The name in it that the key may change. */
    public static final String NAME = "wheel." + ZONE;
    /** The key's name. */
    public static final String KEY = "turntable";
    /** The key's secret. */
    public static final String SECRET = "q9mZ2l0vYcW7xR4tKf8sNbE1hUoJ6pAdG3iTzQwVrXk=";

    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final String OPTIONS = """
            options {
                directory "."; pid-file "named.pid"; session-keyfile "session.key"; managed-keys-directory ".";
                listen-on port %d { 127.0.0.1; }; listen-on-v6 { none; };
                notify no; dnssec-validation no; allow-transfer { any; }; %s
            };
            controls { };
            key "%s" { algorithm hmac-sha256; secret "%s"; };
            """;

    private final Path folder;
    private final int port;
    private final ServerProcess process;

    private BindServer(Path folder, int port, String more, String zone) {
        this.folder = folder;
        this.port = port;
        process = new ServerProcess("named", folder, Duration.ofSeconds(5));
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("named.conf"), OPTIONS.formatted(port, more, KEY, SECRET) + zone);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The named of this machine, where one is installed. */
    public static Optional<Path> installed() {
        return Processes.onPath("named");
    }

    /**
     * A primary; the zone names it ns1 and, as ns2, one at the other address. (named itself listens on no other address
     * than 127.0.0.1.)
     */
    public static BindServer primary(Path folder, int port, String secondary) {
        BindServer server = new BindServer(folder, port, "recursion no;", """
                zone "%s" { type primary; file "zone.db"; update-policy { grant %s name %s A AAAA; }; };
                """.formatted(ZONE, KEY, NAME));
        try {
            Files.writeString(folder.resolve("zone.db"), """
                    $ORIGIN %s.
                    $TTL 300
                    @ IN SOA ns1 hostmaster 1 3600 600 86400 5
                    @ IN NS ns1
                    @ IN NS ns2
                    ns1 IN A 127.0.0.1
                    ns2 IN A %s
                    alias IN CNAME wheel
                    other 2 IN A 127.0.0.11
                    """.formatted(ZONE, secondary));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return server;
    }

    /** A secondary; it is notified of changes only by {@link #hearOfChange}. */
    public static BindServer secondary(Path folder, int port, BindServer primary) {
        return new BindServer(folder, port, "recursion no;", """
                zone "%s" { type secondary; file "copy.db"; primaries port %d { 127.0.0.1; }; };
                """.formatted(ZONE, primary.port));
    }

    /** A resolver, which caches answers for their time to live. */
    public static BindServer resolver(Path folder, int port, BindServer authority) {
        return new BindServer(
                folder, port, "recursion yes; allow-recursion { any; };", """
                zone "%s" { type forward; forward only; forwarders port %d { 127.0.0.1; }; };
                """.formatted(ZONE, authority.port));
    }

    /** Starts it; ready when it answers for the zone. */
    public BindServer start() {
        process.start(
                List.of(installed().orElseThrow().toString(), "-g", "-4", "-n", "1", "-c", "named.conf"),
                Map.of(),
                folder,
                START_LIMIT,
                () -> ask(Type.SOA).getRcode() == Rcode.NOERROR);
        return this;
    }

    /** Its address. */
    public InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", port);
    }

    /** The zone's serial number here. */
    public long serial() throws IOException {
        return ((SOARecord) ask(Type.SOA).getSection(Section.ANSWER).get(0)).getSerial();
    }

    /** Sends a DNS NOTIFY to a secondary, as the primary would, so that it transfers the zone. */
    public void hearOfChange() throws IOException {
        Message notify = new Message();
        notify.getHeader().setOpcode(Opcode.NOTIFY);
        notify.getHeader().setFlag(Flags.AA);
        notify.addRecord(Record.newRecord(Name.fromConstantString(ZONE + "."), Type.SOA, DClass.IN), Section.QUESTION);
        resolver().send(notify);
    }

    private Message ask(int type) throws IOException {
        return resolver()
                .send(Message.newQuery(Record.newRecord(Name.fromConstantString(ZONE + "."), type, DClass.IN)));
    }

    private SimpleResolver resolver() {
        SimpleResolver resolver = new SimpleResolver(address());
        resolver.setTimeout(Duration.ofSeconds(2));
        return resolver;
    }

    @Override
    public void close() {
        process.close();
    }
}
