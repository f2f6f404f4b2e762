package org.turntable.entry;

import java.util.List;
import org.turntable.entry.NameServers.Server;

/** Who answers the new already. */
public final class Spread {
    /**
     * One server's answer.
     *
     * @param server   who
     * @param standing what it says; null where it says nothing
     * @param trouble  why it says nothing; empty where it does
     * @param isNew    whether that is what is wanted
     */
    public record Answer(Server server, Standing standing, String trouble, boolean isNew) {
    }

    private final NameServers names;
    private final List<Server> servers;
    private final Standing wanted;

    public Spread(NameServers names, List<Server> servers, Standing wanted) {
        this.names = names;
        this.servers = List.copyOf(servers);
        this.wanted = wanted;
    }

    /** Asks all of them at once. */
    public List<Answer> look() {
        return servers.parallelStream().map(this::of).toList();
    }

    private Answer of(Server server) {
        try {
            Standing standing = names.ask(server);
            return new Answer(server, standing, "", isNew(server, standing, wanted));
        } catch (NameFailure away) {
            return new Answer(server, null, away.getMessage(), false);
        }
    }

    /** A resolver's time to live runs down, so one that is longer than the new one is the old answer; a name server's is exact. */
    static boolean isNew(Server server, Standing standing, Standing wanted) {
        return server.authoritative() ? standing.equals(wanted)
                : standing.hasAddressesOf(wanted) && standing.ttl4() <= wanted.ttl4() && standing.ttl6() <= wanted.ttl6();
    }
}
