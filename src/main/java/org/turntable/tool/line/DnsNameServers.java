package org.turntable.tool.line;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Queries name servers over DNS; {@link DnsUpdate} sends the changes. */
public final class DnsNameServers implements NameServers {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final Name name;
    private final Name zone;
    private final InetSocketAddress primary;
    private final List<InetSocketAddress> watch;
    private final Optional<DnsUpdate> update;

    /**
     * @param name the host name, without a dot at its end
     * @param zone the DNS zone of the name
     * @param primary the primary name server of the zone, which accepts changes
     * @param watch further name servers and resolvers to query
     * @param key signs changes; empty for queries only
     */
    public DnsNameServers(
            String name, String zone, InetSocketAddress primary, List<InetSocketAddress> watch, Optional<TsigKey> key) {
        this.name = absolute(name);
        this.zone = absolute(zone);
        this.primary = primary;
        this.watch = List.copyOf(watch);
        this.update = key.map(signing -> new DnsUpdate(this.name, this.zone, primary, signing));
    }

    @Override
    public AddressRecords read() throws NameServerException {
        Message answer = query(primary, zone, Type.SOA, false);
        if (!answer.getHeader().getFlag(Flags.AA)
                || answer.getSection(Section.ANSWER).isEmpty()) {
            throw new NameServerException("the name server " + text(primary) + " has no zone " + zone.toString(true)
                    + ": check lines.zone and lines.server");
        }
        return ask(primary, false);
    }

    @Override
    public List<Server> servers() throws NameServerException {
        List<Server> servers = new ArrayList<>(List.of(new Server("primary", text(primary), true)));
        Set<String> seen = new HashSet<>(Set.of(text(primary)));
        for (Record record : query(primary, zone, Type.NS, false).getSection(Section.ANSWER)) {
            if (record instanceof NSRecord ns) {
                String at = addressOf(ns.getTarget())
                        .map(address -> text(new InetSocketAddress(address, primary.getPort())))
                        .orElse("");
                if (at.isEmpty() || seen.add(at)) {
                    servers.add(new Server(ns.getTarget().getLabelString(0), at, true));
                }
            }
        }
        watch.stream()
                .map(DnsNameServers::text)
                .filter(seen::add)
                .forEach(address -> servers.add(new Server("watched", address, false)));
        return servers;
    }

    @Override
    public AddressRecords ask(Server server) throws NameServerException {
        if (server.address().isEmpty()) {
            throw new NameServerException("its address is unknown");
        }
        int colon = server.address().lastIndexOf(':');
        int port = Integer.parseInt(server.address().substring(colon + 1));
        return ask(new InetSocketAddress(server.address().substring(0, colon), port), !server.authoritative());
    }

    @Override
    public void dryRun(AddressRecords expected) throws NameServerException {
        update().send(expected, Optional.empty());
    }

    @Override
    public void replace(AddressRecords expected, AddressRecords wanted) throws NameServerException {
        update().send(expected, Optional.of(wanted));
    }

    private DnsUpdate update() {
        return update.orElseThrow(() -> new IllegalStateException("created without a key"));
    }

    private AddressRecords ask(InetSocketAddress server, boolean recurse) throws NameServerException {
        List<String> ipv4 = new ArrayList<>();
        List<String> ipv6 = new ArrayList<>();
        long ttl4 = 0;
        long ttl6 = 0;
        for (int type : new int[] {Type.A, Type.AAAA}) {
            for (Record record : query(server, name, type, recurse).getSection(Section.ANSWER)) {
                if (record instanceof CNAMERecord alias) {
                    throw new NameServerException(name.toString(true) + " is an alias (CNAME) of "
                            + alias.getTarget().toString(true) + ": replace it with address records (A), some "
                            + "days before a switch");
                } else if (record instanceof ARecord a) {
                    ipv4.add(AddressText.text(a.getAddress()));
                    ttl4 = a.getTTL();
                } else if (record instanceof AAAARecord aaaa) {
                    ipv6.add(AddressText.text(aaaa.getAddress()));
                    ttl6 = aaaa.getTTL();
                }
            }
        }
        return new AddressRecords(ttl4, ipv4, ttl6, ipv6);
    }

    private static Message query(InetSocketAddress server, Name of, int type, boolean recurse)
            throws NameServerException {
        Message query = Message.newQuery(Record.newRecord(of, type, DClass.IN));
        if (!recurse) {
            query.getHeader().unsetFlag(Flags.RD);
        }
        Message answer;
        try {
            answer = resolver(server, false).send(query);
        } catch (IOException noAnswer) {
            try {
                // A UDP datagram may be lost or too large for the path: the second attempt uses TCP.
                answer = resolver(server, true).send(query);
            } catch (IOException silent) {
                throw new NameServerException("no answer from the name server " + text(server), false, silent);
            }
        }
        int code = answer.getRcode();
        if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
            throw new NameServerException("the name server " + text(server) + " answers " + Rcode.string(code)
                    + (code == Rcode.REFUSED
                            ? ": it does not serve this name, or refuses queries from this machine"
                            : ": see its log"));
        }
        return answer;
    }

    static SimpleResolver resolver(InetSocketAddress server, boolean tcp) {
        SimpleResolver resolver = new SimpleResolver(server);
        resolver.setTimeout(TIMEOUT);
        resolver.setTCP(tcp);
        return resolver;
    }

    /** An IPv4 address if there is one: a bastion without IPv6 cannot reach the other. */
    private Optional<InetAddress> addressOf(Name server) throws NameServerException {
        for (int type : new int[] {Type.A, Type.AAAA}) {
            Message answer = server.subdomain(zone) ? query(primary, server, type, false) : new Message();
            for (int section : new int[] {Section.ANSWER, Section.ADDITIONAL}) {
                for (Record record : answer.getSection(section)) {
                    if (record.getName().equals(server) && record instanceof ARecord a) {
                        return Optional.of(a.getAddress());
                    } else if (record.getName().equals(server) && record instanceof AAAARecord aaaa) {
                        return Optional.of(aaaa.getAddress());
                    }
                }
            }
        }
        try {
            return Optional.of(InetAddress.getByName(server.toString(true)));
        } catch (UnknownHostException unknown) {
            return Optional.empty();
        }
    }

    private static Name absolute(String name) {
        try {
            return Name.fromString(name, Name.root);
        } catch (TextParseException unfit) {
            throw new IllegalArgumentException(name + " is not a host name: " + unfit.getMessage(), unfit);
        }
    }

    static String text(InetSocketAddress server) {
        String host = server.getAddress() == null
                ? server.getHostString()
                : server.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + server.getPort();
    }
}
