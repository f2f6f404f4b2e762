package org.turntable.tool.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.turntable.tool.line.NameServers.Server;

class AddressRecordsTest {
    private static final EntryLine TELECOM = new EntryLine("telecom", List.of("203.0.113.10", "203.0.113.11"));
    private static final EntryLine UNICOM = new EntryLine("unicom", List.of("198.51.100.20", "2001:db8:0:0:0:0:0:20"));

    @Test
    void theOrderOfAddressesIsIgnored() {
        assertEquals(
                new AddressRecords(60, List.of("203.0.113.10", "203.0.113.11"), 0, List.of()),
                new AddressRecords(60, List.of("203.0.113.11", "203.0.113.10"), 30, List.of()));
    }

    @Test
    void aFormattedTextIsParsedExactly() {
        for (AddressRecords records : List.of(
                AddressRecords.EMPTY,
                TELECOM.records(60),
                UNICOM.records(60),
                new AddressRecords(0, List.of(), 7, List.of("::1")),
                new AddressRecords(2, List.of("192.0.2.1"), 7, List.of("2001:db8::1", "2001:db8::2")))) {
            assertEquals(records, AddressRecords.parse(records.text()));
        }
        assertThrows(IllegalArgumentException.class, () -> AddressRecords.parse("60 203.0.113.10"));
    }

    @Test
    void theLinesOfTheAddressesAreFound() {
        List<EntryLine> lines = List.of(TELECOM, UNICOM);
        assertEquals("telecom", TELECOM.records(60).lineNames(lines));
        assertEquals("unicom", UNICOM.records(60).lineNames(lines));
        assertEquals(
                "telecom+unicom",
                new AddressRecords(
                                60,
                                List.of("203.0.113.10", "203.0.113.11", "198.51.100.20"),
                                60,
                                List.of("2001:db8::20"))
                        .lineNames(lines));
        assertEquals(
                "",
                new AddressRecords(60, List.of("203.0.113.10", "203.0.113.11", "192.0.2.1"), 0, List.of())
                        .lineNames(lines));
        assertEquals("", new AddressRecords(60, List.of("203.0.113.10"), 0, List.of()).lineNames(lines));
        assertEquals("", AddressRecords.EMPTY.lineNames(lines));
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:0:0:0:0:0:20, 2001:db8::20",
        "0:0:0:0:0:0:0:1, ::1",
        "::, ::",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "fe80:0:0:0:1:0:0:0, fe80::1:0:0:0",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "2001:DB8::A0, 2001:db8::a0",
        "1:0:2:0:3:0:4:0, 1:0:2:0:3:0:4:0",
        "10.0.0.1, 10.0.0.1",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::"
    })
    void anAddressHasOneCanonicalForm(String given, String written) {
        assertEquals(written, AddressText.text(given));
    }

    @Test
    void aHostNameIsNotAnAddress() {
        assertThrows(IllegalArgumentException.class, () -> AddressText.text("localhost"));
    }

    @Test
    void aNameServerMustHaveTheNewTimeToLiveAndAResolverAtMostThat() {
        Server authority = new Server("ns1", "192.0.2.53:53", true);
        Server resolver = new Server("watched", "192.0.2.54:53", false);
        AddressRecords wanted = TELECOM.records(60);
        assertTrue(DnsPropagation.isNew(authority, TELECOM.records(60), wanted));
        assertFalse(DnsPropagation.isNew(authority, TELECOM.records(600), wanted));
        assertTrue(DnsPropagation.isNew(resolver, TELECOM.records(13), wanted));
        assertFalse(DnsPropagation.isNew(resolver, TELECOM.records(500), wanted));
        assertFalse(DnsPropagation.isNew(resolver, UNICOM.records(13), wanted));
    }
}
