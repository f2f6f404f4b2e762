package org.turntable.entry;

import java.util.List;

/** The name servers of one name. */
public interface NameServers {
    /**
     * A server whose answer is looked at.
     *
     * @param label         short, for a table
     * @param address       address:port
     * @param authoritative whether it holds the zone itself; others keep an answer for its time to live
     */
    record Server(String label, String address, boolean authoritative) {
    }

    /** What the primary says now. */
    Standing read() throws NameFailure;

    /** Everyone to look at: the primary, the zone's other name servers, and the resolvers that are watched. */
    List<Server> servers() throws NameFailure;

    /** What one of them says now; a resolver's time to live is what is left of it. */
    Standing ask(Server server) throws NameFailure;

    /** Asks the primary whether the key is good and the zone still has what was seen, and changes nothing. */
    void rehearse(Standing seen) throws NameFailure;

    /** Puts {@code wanted} in the place of {@code seen}, in one step; fails without a change when the zone has something else by now. */
    void replace(Standing seen, Standing wanted) throws NameFailure;
}
