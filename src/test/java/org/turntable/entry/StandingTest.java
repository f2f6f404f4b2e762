package org.turntable.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.turntable.entry.NameServers.Server;

class StandingTest {
    private static final EntryLine TELECOM = new EntryLine("telecom", List.of("203.0.113.10", "203.0.113.11"));
    private static final EntryLine UNICOM = new EntryLine("unicom", List.of("198.51.100.20", "2001:db8:0:0:0:0:0:20"));

    @Test
    void theOrderOfAddressesMeansNothing() {
        assertEquals(new Standing(60, List.of("203.0.113.10", "203.0.113.11"), 0, List.of()), new Standing(60, List.of("203.0.113.11", "203.0.113.10"), 30, List.of()));
    }

    @Test
    void whatIsWrittenDownIsReadBackExactly() {
        for (Standing standing : List.of(Standing.NOTHING, TELECOM.standing(60), UNICOM.standing(60), new Standing(0, List.of(), 7, List.of("::1")),
                new Standing(2, List.of("192.0.2.1"), 7, List.of("2001:db8::1", "2001:db8::2")))) {
            assertEquals(standing, Standing.parse(standing.text()));
        }
        assertThrows(IllegalArgumentException.class, () -> Standing.parse("60 203.0.113.10"));
    }

    @Test
    void itKnowsTheLinesWhoseAddressesItHas() {
        List<EntryLine> lines = List.of(TELECOM, UNICOM);
        assertEquals("telecom", TELECOM.standing(60).lines(lines));
        assertEquals("unicom", UNICOM.standing(60).lines(lines));
        assertEquals("telecom+unicom", new Standing(60, List.of("203.0.113.10", "203.0.113.11", "198.51.100.20"), 60, List.of("2001:db8::20")).lines(lines));
        assertEquals("", new Standing(60, List.of("203.0.113.10", "203.0.113.11", "192.0.2.1"), 0, List.of()).lines(lines));
        assertEquals("", new Standing(60, List.of("203.0.113.10"), 0, List.of()).lines(lines));
        assertEquals("", Standing.NOTHING.lines(lines));
    }

    @ParameterizedTest
    @CsvSource({"2001:db8:0:0:0:0:0:20, 2001:db8::20", "0:0:0:0:0:0:0:1, ::1", "::, ::", "1:0:0:2:0:0:0:3, 1:0:0:2::3", "fe80:0:0:0:1:0:0:0, fe80::1:0:0:0",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8", "2001:DB8::A0, 2001:db8::a0", "1:0:2:0:3:0:4:0, 1:0:2:0:3:0:4:0", "10.0.0.1, 10.0.0.1", "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::"})
    void anAddressIsWrittenInOneWay(String given, String written) {
        assertEquals(written, Addresses.text(given));
    }

    @Test
    void aNameIsNoAddress() {
        assertThrows(IllegalArgumentException.class, () -> Addresses.text("localhost"));
    }

    @Test
    void aNameServerHasTheNewWithItsTimeToLiveAndAResolverWithLess() {
        Server authority = new Server("ns1", "192.0.2.53:53", true);
        Server resolver = new Server("watched", "192.0.2.54:53", false);
        Standing wanted = TELECOM.standing(60);
        assertTrue(Spread.isNew(authority, TELECOM.standing(60), wanted));
        assertFalse(Spread.isNew(authority, TELECOM.standing(600), wanted));
        assertTrue(Spread.isNew(resolver, TELECOM.standing(13), wanted));
        assertFalse(Spread.isNew(resolver, TELECOM.standing(500), wanted));
        assertFalse(Spread.isNew(resolver, UNICOM.standing(13), wanted));
    }
}
