package org.turntable.staff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownDevicesTest {
    private static final Instant NOW = Instant.parse("2026-10-01T12:00:00Z");

    private final KnownDevices devices = new KnownDevices("a secret of thirty-two characters", new SecureRandom());
    private final String value = devices.value("operator", "li.na", 3, Optional.empty(), NOW);

    @Test
    void aCookieIsOfOneKindAndNameAndKeepsItsDevice() {
        KnownDevices.Device device = read("operator", "li.na", value, NOW).orElseThrow();
        assertEquals(3, device.generation());
        String renewed = devices.value("operator", "li.na", 4, Optional.of(device.id()), NOW);
        assertEquals(
                new KnownDevices.Device(device.id(), 4),
                read("operator", "li.na", renewed, NOW).orElseThrow());
        assertFalse(read("verifier", "li.na", value, NOW).isPresent());
        assertFalse(read("operator", "chen", value, NOW).isPresent());
        assertNotEquals(devices.cookie("operator", "li.na"), devices.cookie("operator", "chen"));
        assertTrue(devices.read("operator", "li.na", List.of("x", value), NOW).isPresent(), "every cookie of the name");
    }

    @Test
    void aForgedOrExpiredCookieIsOfNoDevice() {
        assertFalse(read("operator", "li.na", value.replace(".3.", ".4."), NOW).isPresent());
        assertFalse(read("operator", "li.na", value + "x", NOW).isPresent());
        assertFalse(read("operator", "li.na", "", NOW).isPresent());
        KnownDevices foreign = new KnownDevices("another secret of thirty-two chars", new SecureRandom());
        assertFalse(foreign.read("operator", "li.na", List.of(value), NOW).isPresent());
        assertTrue(
                read("operator", "li.na", value, NOW.plus(KnownDevices.LIFETIME).minusSeconds(1))
                        .isPresent());
        assertFalse(read("operator", "li.na", value, NOW.plus(KnownDevices.LIFETIME))
                .isPresent());
    }

    private Optional<KnownDevices.Device> read(String kind, String name, String cookie, Instant now) {
        return devices.read(kind, name, List.of(cookie), now);
    }
}
