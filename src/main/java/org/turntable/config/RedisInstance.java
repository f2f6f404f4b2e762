package org.turntable.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One Redis.
 *
 * @param hosts the server, or the Sentinels that know its address
 * @param master the name under which Sentinels monitor it; empty for a server without Sentinels
 * @param tls whether connections use TLS
 * @param user empty for the default user of Redis
 * @param password empty when none is required
 * @param database number of the database, 0 or more
 */
public record RedisInstance(
        List<HostAndPort> hosts,
        Optional<String> master,
        boolean tls,
        Optional<String> user,
        Optional<Secret> password,
        int database) {
    /** The URL without user and password, for logs. */
    @Override
    public String toString() {
        return (tls ? "rediss" : "redis") + (master.isPresent() ? "-sentinel://" : "://")
                + hosts.stream().map(HostAndPort::toString).collect(Collectors.joining(",")) + "/" + database
                + master.map(name -> "#" + name).orElse("");
    }
}
