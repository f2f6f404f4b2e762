package org.turntable.tool.line;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The canonical text of an address, so that texts can be compared; IPv6 as in RFC 5952. */
final class AddressText {
    private static final Pattern ZEROS = Pattern.compile("(?:(?<=^|:)0(?::|$)){2,}");

    private AddressText() {}

    static String text(InetAddress address) {
        String plain = address.getHostAddress();
        if (!(address instanceof Inet6Address)) {
            return plain;
        }
        MatchResult longest = ZEROS.matcher(plain)
                .results()
                .reduce((one, next) -> next.group().length() > one.group().length() ? next : one)
                .orElse(null);
        if (longest == null) {
            return plain;
        }
        String head = plain.substring(0, longest.start());
        return (head.isEmpty() ? "::" : head + ":") + plain.substring(longest.end());
    }

    /** @param literal an IPv4 or IPv6 literal; a host name is refused and not resolved */
    static String text(String literal) {
        try {
            if (!literal.matches("[0-9a-fA-F:.]+")) {
                throw new IllegalArgumentException(literal + " is not an address");
            }
            return text(InetAddress.getByName(literal));
        } catch (UnknownHostException noAddress) {
            throw new IllegalArgumentException(literal + " is not an address", noAddress);
        }
    }
}
