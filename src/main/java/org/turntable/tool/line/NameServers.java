package org.turntable.tool.line;

import java.util.List;

/** The name servers of one host name. */
public interface NameServers {
    /**
     * A name server or resolver to query.
     *
     * @param label short name for output
     * @param address address:port
     * @param authoritative whether it is authoritative for the zone; a resolver caches an answer for its time to live
     */
    record Server(String label, String address, boolean authoritative) {}

    /** The records that the primary has now. */
    AddressRecords read() throws NameServerException;

    /** All servers to query: the primary, the other name servers of the zone, and the resolvers in lines.watch. */
    List<Server> servers() throws NameServerException;

    /** The records that one server returns now; a resolver returns the remaining time to live. */
    AddressRecords ask(Server server) throws NameServerException;

    /** Has the primary check the key and that the zone still has the expected records; changes nothing. */
    void dryRun(AddressRecords expected) throws NameServerException;

    /**
     * Replaces {@code expected} by {@code wanted} in one step; fails without a change if the zone has other records
     * now.
     */
    void replace(AddressRecords expected, AddressRecords wanted) throws NameServerException;
}
