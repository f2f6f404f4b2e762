package org.turntable.entry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * What stands at a name: its A and its AAAA records, each with one time to live. The order of records means nothing in DNS.
 *
 * @param ttl4 seconds, of the A records; 0 where there are none
 * @param ipv4 addresses of the A records, sorted
 * @param ttl6 seconds, of the AAAA records; 0 where there are none
 * @param ipv6 addresses of the AAAA records, sorted
 */
public record Standing(long ttl4, List<String> ipv4, long ttl6, List<String> ipv6) {
    /** A name without addresses. */
    public static final Standing NOTHING = new Standing(0, List.of(), 0, List.of());

    public Standing {
        ipv4 = ipv4.stream().sorted().toList();
        ipv6 = ipv6.stream().sorted().toList();
        ttl4 = ipv4.isEmpty() ? 0 : ttl4;
        ttl6 = ipv6.isEmpty() ? 0 : ttl6;
    }

    /** Every address. */
    public List<String> addresses() {
        return Stream.concat(ipv4.stream(), ipv6.stream()).toList();
    }

    /** The longer of the two times to live, in seconds. */
    public long ttl() {
        return Math.max(ttl4, ttl6);
    }

    /** Whether both name the same addresses, whatever their times to live. */
    public boolean hasAddressesOf(Standing other) {
        return ipv4.equals(other.ipv4) && ipv6.equals(other.ipv6);
    }

    /** The names of the lines whose addresses these are, joined by +; empty where an address is of no line. */
    public String lines(List<EntryLine> lines) {
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

    /** @throws IllegalArgumentException when {@link #text} did not write it */
    public static Standing parse(String text) {
        String[] halves = text.split(" / ", -1);
        if (halves.length != 2) {
            throw new IllegalArgumentException("'" + text + "' is no pair of addresses");
        }
        List<String> four = Arrays.asList(halves[0].split(" "));
        List<String> six = Arrays.asList(halves[1].split(" "));
        return new Standing(Long.parseLong(four.get(0)), four.subList(1, four.size()), Long.parseLong(six.get(0)), six.subList(1, six.size()));
    }

    @Override
    public String toString() {
        return addresses().isEmpty() ? "no address" : String.join(" ", addresses()) + ", TTL " + ttl();
    }
}
