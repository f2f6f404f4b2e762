package org.turntable.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/**
 * The network of a client, for counters of attempts: the address itself in IPv4, and in IPv6 the first 64 bits, because
 * one line has that many addresses.
 */
public final class ClientNetwork {
    private static final int NETWORK_BYTES = 8;

    private ClientNetwork() {}

    /** The network of the client of a request. */
    public static String of(HttpServletRequest request) {
        return of(request.getRemoteAddr());
    }

    /** @param address as the servlet container has it, never a host name */
    static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            InetAddress parsed = InetAddress.getByName(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(parsed.getAddress(), 0, NETWORK_BYTES)
                    : parsed.getHostAddress();
        } catch (UnknownHostException invalid) {
            return address;
        }
    }
}
