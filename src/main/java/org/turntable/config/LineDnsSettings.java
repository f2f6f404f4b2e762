package org.turntable.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The name server that has the addresses of the players' host name, and the key for changes.
 *
 * @param zone the DNS zone
 * @param ttl time to live of changed records
 * @param server the primary name server of the zone
 * @param watch further name servers and resolvers whose answers are shown
 * @param key TSIG key that signs changes; its id is its name on the server; empty if it was not asked for
 * @param algorithm TSIG algorithm of the key
 * @param folder where switches are recorded
 */
public record LineDnsSettings(
        String zone,
        Duration ttl,
        HostAndPort server,
        List<HostAndPort> watch,
        Optional<SharedKey> key,
        String algorithm,
        Path folder) {}
