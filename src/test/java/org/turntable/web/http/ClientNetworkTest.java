package org.turntable.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientNetworkTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 20010db800010002",
        "2001:db8:1:2::9, 20010db800010002",
        "::ffff:192.0.2.7, 192.0.2.7"
    })
    void anIpv6ClientIsCountedByTheNetworkOfItsLine(String address, String network) {
        assertEquals(network, ClientNetwork.of(address));
    }
}
