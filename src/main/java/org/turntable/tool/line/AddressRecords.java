package org.turntable.tool.line;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * The A and AAAA records of a host name, each type with one time to live. The order of records has no meaning in DNS.
 *
 * @param ttl4 time to live of the A records in seconds; 0 if there are none
 * @param ipv4 addresses of the A records, sorted
 * @param ttl6 time to live of the AAAA records in seconds; 0 if there are none
 * @param ipv6 addresses of the AAAA records, sorted
 */
public record AddressRecords(long ttl4, List<String> ipv4, long ttl6, List<String> ipv6) {
    /** A host name without addresses. */
    public static final AddressRecords EMPTY = new AddressRecords(0, List.of(), 0, List.of());

    public AddressRecords {
        ipv4 = ipv4.stream().sorted().toList();
        ipv6 = ipv6.stream().sorted().toList();
        ttl4 = ipv4.isEmpty() ? 0 : ttl4;
        ttl6 = ipv6.isEmpty() ? 0 : ttl6;
    }

    /** All addresses, IPv4 first. */
    public List<String> addresses() {
        return Stream.concat(ipv4.stream(), ipv6.stream()).toList();
    }

    /** The longer of the two times to live, in seconds. */
    public long ttl() {
        return Math.max(ttl4, ttl6);
    }

    /** Whether both have the same addresses; times to live are not compared. */
    public boolean hasAddressesOf(AddressRecords other) {
        return ipv4.equals(other.ipv4) && ipv6.equals(other.ipv6);
    }

    /** The names of the entry lines that have these addresses, joined by +; empty if an address belongs to no line. */
    public String lineNames(List<EntryLine> lines) {
        List<String> names = new ArrayList<>();
        HashSet<String> rest = new HashSet<>(addresses());
        for (EntryLine line : lines) {
            if (new HashSet<>(line.addresses()).equals(new HashSet<>(addresses()))) {
                return line.name();
            }
            if (addresses().containsAll(line.addresses())) {
                names.add(line.name());
                rest.removeAll(line.addresses());
            }
        }
        return rest.isEmpty() ? String.join("+", names) : "";
    }

    /** One line of text, such as "60 203.0.113.10 203.0.113.11 / 0"; {@link #parse} reads it. */
    public String text() {
        return (ttl4 + " " + String.join(" ", ipv4)).strip() + " / " + (ttl6 + " " + String.join(" ", ipv6)).strip();
    }

    /** @throws IllegalArgumentException if the text is not in the format of {@link #text} */
    public static AddressRecords parse(String text) {
        String[] lists = text.split(" / ", -1);
        if (lists.length != 2) {
            throw new IllegalArgumentException("'" + text + "' is not a pair of address lists");
        }
        List<String> four = Arrays.asList(lists[0].split(" "));
        List<String> six = Arrays.asList(lists[1].split(" "));
        return new AddressRecords(
                Long.parseLong(four.get(0)),
                four.subList(1, four.size()),
                Long.parseLong(six.get(0)),
                six.subList(1, six.size()));
    }

    @Override
    public String toString() {
        return addresses().isEmpty() ? "no address" : String.join(" ", addresses()) + ", TTL " + ttl();
    }
}
