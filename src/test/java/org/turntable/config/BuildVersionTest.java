package org.turntable.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BuildVersionTest {
    @Test
    void theVersionOfAWebApplicationIsTheOneInItsManifest() {
        assertEquals("1.2.3", version("Manifest-Version: 1.0\r\nImplementation-Version: 1.2.3\r\n\r\n"));
    }

    @Test
    void aManifestWithoutAVersionMakesItUnknown() {
        assertEquals("unknown", version("Manifest-Version: 1.0\r\n\r\n"));
    }

    @Test
    void aWebApplicationWithoutAManifestHasAnUnknownVersion() {
        assertEquals("unknown", BuildVersion.ofWebApplication(path -> null));
    }

    @Test
    void aManifestThatCannotBeReadIsAnError() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("disk error");
            }
        };
        assertThrows(UncheckedIOException.class, () -> BuildVersion.ofWebApplication(path -> broken));
    }

    private static String version(String manifest) {
        Map<String, String> files = Map.of("/META-INF/MANIFEST.MF", manifest);
        return BuildVersion.ofWebApplication(
                path -> new ByteArrayInputStream(files.get(path).getBytes(StandardCharsets.UTF_8)));
    }
}
