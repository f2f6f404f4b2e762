package org.turntable.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientNetworkTest {
    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 203.0.113.9, 203.0.113",
        "::ffff:203.0.113.9, 203.0.113.9, 203.0.113",
        "2001:db8:1:2a34:5:6:7:8, 6/20010db800012a34, 6/20010db800012a",
        "2001:db8:1:2a34::8, 6/20010db800012a34, 6/20010db800012a",
        "::1, 6/0, 6/0",
        "0:0:0:0:0:0:0:1, 6/0, 6/0",
        "not an address, not an address, not an address",
        "1:2:3, 1:2:3, 1:2:3",
        "1::2::3, 1::2::3, 1::2::3"
    })
    void anAddressHasItsNetwork(String text, String address, String network) {
        assertEquals(new ClientNetwork(address, network), ClientNetwork.of(text));
    }

    @Test
    void twoNetworksDiffer() {
        assertNotEquals(
                ClientNetwork.of("2001:db8:1:2a34::1").network(),
                ClientNetwork.of("2001:db8:1:2b34::1").network());
        assertNotEquals(
                ClientNetwork.of("203.0.113.9").network(),
                ClientNetwork.of("203.0.114.9").network());
    }
}
