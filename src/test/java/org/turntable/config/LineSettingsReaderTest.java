package org.turntable.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineSettingsReaderTest {
    private static final Map<String, String> GOOD = Map.of(
            "TURNTABLE_LINES_NAME",
            "wheel.example.com",
            "TURNTABLE_LINES_ZONE",
            "example.com",
            "TURNTABLE_LINES_ADDRESSES",
            "telecom=203.0.113.10, unicom=198.51.100.20  2001:db8::20",
            "TURNTABLE_LINES_SERVER",
            "10.20.0.53:53",
            "TURNTABLE_LINES_TSIG_NAME",
            "ops-key",
            "TURNTABLE_LINES_TSIG_SECRET",
            "q9mZ2l0vYcW7xR4tKf8sNbE1hUoJ6pAdG3iTzQwVrXk=");

    @Test
    void linesHaveNamesAndOneOrMoreAddresses() {
        LineSettings lines = reader("", "").readLines();
        assertEquals(List.of("telecom", "unicom"), List.copyOf(lines.addresses().keySet()));
        assertEquals(
                List.of("198.51.100.20", "2001:db8:0:0:0:0:0:20"),
                lines.addresses().get("unicom"));
        assertEquals(List.of(URI.create("https://wheel.example.com/")), lines.pages());
    }

    @Test
    void theKeyIsRequiredOnlyForChangesAndNeverPrinted() {
        Map<String, String> keyless = new HashMap<>(GOOD);
        keyless.remove("TURNTABLE_LINES_TSIG_SECRET");
        SettingsReader reader = new SettingsReader(Optional.empty(), false, keyless, () -> "test");
        assertTrue(reader.readLineDns(false).key().isEmpty());
        assertTrue(assertThrows(SettingsException.class, () -> reader.readLineDns(true))
                .getMessage()
                .contains("lines.tsig.secret: is missing"));
        LineDnsSettings names = reader("", "").readLineDns(true);
        assertEquals(Duration.ofSeconds(60), names.ttl());
        assertFalse(names.toString().contains("q9mZ2l0v"), names.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "ADDRESSES | 203.0.113.10 | is not a line; write telecom=203.0.113.10",
                "ADDRESSES | a=203.0.113.256 | '203.0.113.256' is not an address",
                "ADDRESSES | a=localhost | 'localhost' is not an address",
                "ADDRESSES | a=203.0.113.10:443 | '203.0.113.10:443' is not an address",
                "ADDRESSES | a=203.0.113 | '203.0.113' is not an address",
                "ADDRESSES | a=203.0.113.10, a=203.0.113.11 | contains line a twice",
                "ADDRESSES | a=2001:db8::1 2001:db8:0::1 | contains an address of a twice",
                "NAME | wheel.example.com. | write a name such as wheel.example.com",
                "NAME | Wheel.example.com | in lower case",
                "PAGES | wheel.example.com/ | is not a page URL",
                "PAGES | https://wheel.example.com | is not a page URL",
                "OPS | 192.0.2.77 | is not address:port"
            })
    void anInvalidValueIsReportedWithItsRemedy(String key, String value, String sentence) {
        String message = assertThrows(
                        SettingsException.class,
                        () -> reader("TURNTABLE_LINES_" + key, value).readLines())
                .getMessage();
        assertTrue(message.contains(sentence), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "ZONE | other.com | is not the zone of lines.name=wheel.example.com",
                "ZONE | ample.com | is not the zone of",
                "TTL | 0 | is out of range",
                "SERVER | 10.0.0.1:53, 10.0.0.2:53 | contains more than one server",
                "TSIG_ALGORITHM | hmac-md5 | is not one of the allowed values",
                "TSIG_SECRET | not!base64!not!base64!not!base64!xy | is not base64"
            })
    void anInvalidSettingOfTheNameServerIsReported(String key, String value, String sentence) {
        String message = assertThrows(
                        SettingsException.class,
                        () -> reader("TURNTABLE_LINES_" + key, value).readLineDns(true))
                .getMessage();
        assertTrue(message.contains(sentence) && !message.contains("not!base64"), message);
    }

    private static SettingsReader reader(String variable, String value) {
        Map<String, String> environment = new HashMap<>(GOOD);
        if (!variable.isEmpty()) {
            environment.put(variable, value);
        }
        return new SettingsReader(Optional.empty(), false, environment, () -> "test");
    }
}
