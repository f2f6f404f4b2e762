package org.turntable.cli.entry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.turntable.app.Settings;
import org.turntable.app.Settings.HostAndPort;
import org.turntable.cli.common.CommandFailure;
import org.turntable.entry.DnsNameServers;
import org.turntable.entry.EntryLine;
import org.turntable.entry.Finding;
import org.turntable.entry.LineProbe;
import org.turntable.entry.LineTls;
import org.turntable.entry.NameServers;
import org.turntable.entry.SshProbe;
import org.turntable.entry.UpdateKey;

/** The entry lines that the settings name, and what looks at them. */
final class Lines {
    private Lines() {
    }

    static List<EntryLine> of(Settings.Lines settings) {
        return settings.addresses().entrySet().stream().map(line -> new EntryLine(line.getKey(), line.getValue())).toList();
    }

    static LineProbe probe(Settings.Lines settings) {
        try {
            return new LineProbe(new LineTls(settings.authorities(), Clock.systemUTC()));
        } catch (IOException unusable) {
            throw new CommandFailure("lines.tls.ca: " + unusable.getMessage(), unusable);
        }
    }

    /** Every page asked of every address of a line, all at once. */
    static Map<String, List<Finding>> look(Settings.Lines settings, EntryLine line) {
        LineProbe probe = probe(settings);
        Map<String, List<Finding>> found = new LinkedHashMap<>();
        line.addresses().forEach(address -> found.put(address, List.of()));
        found.entrySet().parallelStream().forEach(entry -> entry.setValue(settings.pages().parallelStream()
                .flatMap((URI page) -> probe.look(entry.getKey(), page).stream()).toList()));
        return found;
    }

    /** Whether an address that serves keeps players from what is for ops. */
    static Finding closed(Settings.Lines settings, String address) {
        return probe(settings).closed(address, settings.pages().get(0));
    }

    /** The operators' console, at the address that its name has here. */
    static List<Finding> console(Settings.Lines settings, String origin) {
        URI page = URI.create(origin + "/console/sign-in");
        try {
            return probe(settings).look(InetAddress.getByName(page.getHost()).getHostAddress(), page);
        } catch (UnknownHostException nameless) {
            return List.of(Finding.failed("no address of " + page.getHost(), "is it in DNS, outside of the house too?"));
        }
    }

    static SshProbe sshProbe(Settings.Lines settings) {
        Optional<Path> client = Stream.of(System.getenv().getOrDefault("PATH", "").split(":")).filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, "ssh")).filter(Files::isExecutable).findFirst();
        return new SshProbe(client, Set.copyOf(settings.addresses().values().stream().flatMap(List::stream).toList()));
    }

    static NameServers names(Settings.Lines lines, Settings.LineNames names) {
        return new DnsNameServers(lines.name(), names.zone(), socket(names.server()), names.watch().stream().map(Lines::socket).toList(),
                names.key().map(key -> new UpdateKey(key.id(), names.algorithm(), key.secret().reveal(), Clock.systemUTC())));
    }

    private static InetSocketAddress socket(HostAndPort server) {
        InetSocketAddress address = new InetSocketAddress(server.host(), server.port());
        if (address.isUnresolved()) {
            throw new CommandFailure("the name server " + server + " is not known here: give its address in numbers");
        }
        return address;
    }
}
