package org.turntable.config;

/**
 * The address of a server.
 *
 * @param host a name, an IPv4 literal, or an IPv6 literal in brackets
 * @param port 1 to 65535
 */
public record HostAndPort(String host, int port) {
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
