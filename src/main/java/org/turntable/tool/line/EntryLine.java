package org.turntable.tool.line;

import java.util.List;

/**
 * A public entry to the edge over one carrier's line.
 *
 * @param name its name in the settings
 * @param addresses its addresses in canonical form, IPv4 and IPv6
 */
public record EntryLine(String name, List<String> addresses) {
    public EntryLine {
        addresses = addresses.stream().map(AddressText::text).toList();
    }

    /** The DNS records that send players over this line. */
    public AddressRecords records(long ttl) {
        return new AddressRecords(
                ttl,
                addresses.stream().filter(address -> !isIpv6(address)).toList(),
                ttl,
                addresses.stream().filter(EntryLine::isIpv6).toList());
    }

    static boolean isIpv6(String address) {
        return address.indexOf(':') >= 0;
    }
}
