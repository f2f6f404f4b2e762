package org.turntable.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryLinesTest {
    private final EntryLines lines =
            new EntryLines(List.of("https://one.example.com", "https://two.example.com:8443", "http://127.0.0.1:8080"));

    @ParameterizedTest
    @CsvSource({
        "one.example.com, true, 0",
        "ONE.example.com, true, 0",
        "two.example.com:8443, true, 1",
        "127.0.0.1:8080, false, 2"
    })
    void aPlayerStaysOnTheLineThatWasAsked(String host, boolean secure, int place) {
        Requests asked = Requests.get("/").header("Host", host);
        when(asked.request.isSecure()).thenReturn(secure);
        assertEquals(place, lines.indexOf(asked.request));
        assertEquals(lines.at(place), lines.of(asked.request));
        assertEquals(Optional.of(lines.at(place)), lines.named(asked.request));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "partner.example.net",
                "one.example.com.evil.net",
                "evil.net/one.example.com",
                "one.example.com:444",
                "two.example.com",
                "",
                "one.example.com@evil.net"
            })
    void anyOtherHostCountsAsTheFirst(String host) {
        Requests asked = Requests.get("/").header("Host", host).header("X-Forwarded-Host", "two.example.com:8443");
        when(asked.request.isSecure()).thenReturn(true);
        assertEquals(Optional.empty(), lines.named(asked.request));
        assertEquals("https://one.example.com", lines.of(asked.request));
    }

    @Test
    void withoutAHostOrWithTheOtherSchemeItIsNotAnEntryLine() {
        assertEquals(Optional.empty(), lines.named(Requests.get("/").request));
        assertEquals(
                Optional.empty(),
                lines.named(Requests.get("/").header("Host", "one.example.com").request),
                "plain HTTP");
    }

    @Test
    void anInvalidIndexIsTheFirst() {
        assertEquals("https://one.example.com", lines.at(-1));
        assertEquals("https://one.example.com", lines.at(3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://one.example.com",
                "https://one.example.com/",
                "https://one.example.com/c/x?y=z",
                "https://one.example.com?x",
                "http://127.0.0.1:8080/c/x"
            })
    void anAddressOnOneOfOurLinesIsOurs(String address) {
        assertTrue(lines.isOurs(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://one.example.com.evil.net/",
                "https://one.example.com@evil.net/",
                "https://one.example.com:444/",
                "http://one.example.com/",
                "https://evil.net/https://one.example.com/",
                "HTTPS://ONE.EXAMPLE.COM/",
                "//one.example.com/",
                "one.example.com",
                "https://one.example.com\\@evil.net"
            })
    void anyOtherAddressIsNot(String address) {
        assertFalse(lines.isOurs(address));
    }
}
