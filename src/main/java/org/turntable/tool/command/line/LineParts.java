package org.turntable.tool.command.line;

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
import org.turntable.config.HostAndPort;
import org.turntable.config.LineDnsSettings;
import org.turntable.config.LineSettings;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.line.DnsNameServers;
import org.turntable.tool.line.EntryLine;
import org.turntable.tool.line.Finding;
import org.turntable.tool.line.LineProbe;
import org.turntable.tool.line.NameServers;
import org.turntable.tool.line.SshProbe;
import org.turntable.tool.line.TlsProbe;
import org.turntable.tool.line.TsigKey;

/** Creates entry lines, probes and name servers from the settings. */
final class LineParts {
    private LineParts() {}

    static List<EntryLine> of(LineSettings settings) {
        return settings.addresses().entrySet().stream()
                .map(line -> new EntryLine(line.getKey(), line.getValue()))
                .toList();
    }

    static LineProbe probe(LineSettings settings) {
        try {
            return new LineProbe(new TlsProbe(settings.authorities(), Clock.systemUTC()));
        } catch (IOException unusable) {
            throw new CommandException("lines.tls.ca: " + unusable.getMessage(), unusable);
        }
    }

    /** Requests every page from every address of a line, in parallel. */
    static Map<String, List<Finding>> probeAddresses(LineSettings settings, EntryLine line) {
        LineProbe probe = probe(settings);
        Map<String, List<Finding>> found = new LinkedHashMap<>();
        line.addresses().forEach(address -> found.put(address, List.of()));
        found.entrySet().parallelStream()
                .forEach(entry -> entry.setValue(settings.pages().parallelStream()
                        .flatMap((URI page) -> probe.probe(entry.getKey(), page).stream())
                        .toList()));
        return found;
    }

    /** Whether the paths for ops are closed to players at an address. */
    static Finding closedPaths(LineSettings settings, String address) {
        return probe(settings).closedPaths(address, settings.pages().get(0));
    }

    /** Probes the operators' console at the address that its host name resolves to on this machine. */
    static List<Finding> console(LineSettings settings, String origin) {
        URI page = URI.create(origin + "/console/sign-in");
        try {
            return probe(settings).probe(InetAddress.getByName(page.getHost()).getHostAddress(), page);
        } catch (UnknownHostException nameless) {
            return List.of(Finding.failed(
                    "no address of " + page.getHost(),
                    "check that it is in DNS, also outside of " + "the private network"));
        }
    }

    static SshProbe sshProbe(LineSettings settings) {
        Optional<Path> client = Stream.of(
                        System.getenv().getOrDefault("PATH", "").split(":"))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, "ssh"))
                .filter(Files::isExecutable)
                .findFirst();
        return new SshProbe(
                client,
                Set.copyOf(settings.addresses().values().stream()
                        .flatMap(List::stream)
                        .toList()));
    }

    static NameServers names(LineSettings lines, LineDnsSettings names) {
        return new DnsNameServers(
                lines.name(),
                names.zone(),
                socket(names.server()),
                names.watch().stream().map(LineParts::socket).toList(),
                names.key()
                        .map(key -> new TsigKey(
                                key.id(), names.algorithm(), key.secret().reveal(), Clock.systemUTC())));
    }

    private static InetSocketAddress socket(HostAndPort server) {
        InetSocketAddress address = new InetSocketAddress(server.host(), server.port());
        if (address.isUnresolved()) {
            throw new CommandException("the name server " + server + " cannot be resolved: give its IP address");
        }
        return address;
    }
}
