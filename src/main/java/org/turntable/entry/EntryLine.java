package org.turntable.entry;

import java.util.List;

/**
 * A carrier's line.
 *
 * @param name      what ops call it
 * @param addresses its addresses in their usual written form, IPv4 and IPv6
 */
public record EntryLine(String name, List<String> addresses) {
    public EntryLine {
        addresses = addresses.stream().map(Addresses::text).toList();
    }

    /** What stands in DNS when players come over this line. */
    public Standing standing(long ttl) {
        return new Standing(ttl, addresses.stream().filter(address -> !isIpv6(address)).toList(),
                ttl, addresses.stream().filter(EntryLine::isIpv6).toList());
    }

    static boolean isIpv6(String address) {
        return address.indexOf(':') >= 0;
    }
}
