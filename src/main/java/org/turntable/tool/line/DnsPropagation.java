package org.turntable.tool.line;

import java.util.List;
import org.turntable.tool.line.NameServers.Server;

/** Which name servers and resolvers already answer with the new records. */
public final class DnsPropagation {
    /**
     * One server's answer.
     *
     * @param server the server
     * @param records the records in its answer; null if it did not answer
     * @param error why there is no answer; empty if there is one
     * @param isNew whether these are the wanted records
     */
    public record Answer(Server server, AddressRecords records, String error, boolean isNew) {}

    private final NameServers names;
    private final List<Server> servers;
    private final AddressRecords wanted;

    public DnsPropagation(NameServers names, List<Server> servers, AddressRecords wanted) {
        this.names = names;
        this.servers = List.copyOf(servers);
        this.wanted = wanted;
    }

    /** Queries all servers in parallel. */
    public List<Answer> query() {
        return servers.parallelStream().map(this::query).toList();
    }

    private Answer query(Server server) {
        try {
            AddressRecords records = names.ask(server);
            return new Answer(server, records, "", isNew(server, records, wanted));
        } catch (NameServerException failed) {
            return new Answer(server, null, failed.getMessage(), false);
        }
    }

    /**
     * The time to live in a resolver's answer counts down, so a value above the new one means an old answer. An
     * authoritative server returns the exact value.
     */
    static boolean isNew(Server server, AddressRecords records, AddressRecords wanted) {
        return server.authoritative()
                ? records.equals(wanted)
                : records.hasAddressesOf(wanted) && records.ttl4() <= wanted.ttl4() && records.ttl6() <= wanted.ttl6();
    }
}
