package org.turntable.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The entry lines, for probes.
 *
 * @param name the host name that players use
 * @param addresses name of each line with its addresses, IPv4 and IPv6 literals, in the order of the file
 * @param pages pages that every address has to serve
 * @param authorities PEM file of the trusted certificate authorities; empty for those of the Java platform
 * @param ops SSH servers for access by ops
 * @param console origin of the operators' console; empty if there is none
 */
public record LineSettings(
        String name,
        Map<String, List<String>> addresses,
        List<URI> pages,
        Optional<Path> authorities,
        List<HostAndPort> ops,
        Optional<String> console) {}
