package org.turntable.signal;

/**
 * An address without its host part. A household or a host with IPv6 has a whole /64, so that is one address here.
 *
 * @param address the address of IPv4, or the /64 of IPv6
 * @param network its /24 of IPv4, or its /56 of IPv6
 */
record ClientNetwork(String address, String network) {
    private static final int GROUPS = 8;
    private static final String MAPPED = "::ffff:";

    /** What cannot be read is taken as it is: it came from the edge, and is a key only. */
    static ClientNetwork of(String text) {
        String plain = text.regionMatches(true, 0, MAPPED, 0, MAPPED.length()) && text.indexOf('.') > 0
                ? text.substring(MAPPED.length())
                : text;
        if (plain.indexOf(':') < 0) {
            int last = plain.lastIndexOf('.');
            return new ClientNetwork(plain, last < 0 ? plain : plain.substring(0, last));
        }
        long prefix;
        try {
            prefix = first64(plain);
        } catch (IllegalArgumentException unreadable) {
            return new ClientNetwork(plain, plain);
        }
        return new ClientNetwork("6/" + Long.toHexString(prefix), "6/" + Long.toHexString(prefix >>> Byte.SIZE));
    }

    /** The first four groups; a double colon stands for as many zeros as are missing. */
    private static long first64(String text) {
        int gap = text.indexOf("::");
        String head = gap < 0 ? text : text.substring(0, gap);
        String[] before = head.isEmpty() ? new String[0] : head.split(":");
        String rest = gap < 0 ? "" : text.substring(gap + 2);
        String[] after = rest.isEmpty() ? new String[0] : rest.split(":");
        if (rest.contains("::") || before.length + after.length > GROUPS || gap < 0 && before.length != GROUPS) {
            throw new IllegalArgumentException(text);
        }
        long prefix = 0;
        for (int i = 0; i < GROUPS / 2; i++) {
            int fromEnd = i - (GROUPS - after.length);
            String group = i < before.length ? before[i] : fromEnd >= 0 ? after[fromEnd] : "0";
            int value = Integer.parseInt(group, 16);
            if (value < 0 || value > 0xffff) {
                throw new IllegalArgumentException(text);
            }
            prefix = prefix << Short.SIZE | value;
        }
        return prefix;
    }
}
