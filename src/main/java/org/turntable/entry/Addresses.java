package org.turntable.entry;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The one way in which an address is written here, so that texts can be compared: IPv6 as RFC 5952 has it. */
final class Addresses {
    private static final Pattern ZEROS = Pattern.compile("(?:(?<=^|:)0(?::|$)){2,}");

    private Addresses() {
    }

    static String text(InetAddress address) {
        String plain = address.getHostAddress();
        if (!(address instanceof Inet6Address)) {
            return plain;
        }
        MatchResult longest = ZEROS.matcher(plain).results().reduce((one, next) -> next.group().length() > one.group().length() ? next : one).orElse(null);
        if (longest == null) {
            return plain;
        }
        String head = plain.substring(0, longest.start());
        return (head.isEmpty() ? "::" : head + ":") + plain.substring(longest.end());
    }

    /** @param literal an address that is written out; a name is refused and not looked up */
    static String text(String literal) {
        try {
            if (!literal.matches("[0-9a-fA-F:.]+")) {
                throw new IllegalArgumentException(literal + " is no address");
            }
            return text(InetAddress.getByName(literal));
        } catch (UnknownHostException noAddress) {
            throw new IllegalArgumentException(literal + " is no address", noAddress);
        }
    }
}
