package org.turntable.app;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/** The version in the WAR's manifest. */
final class WarVersion {
    private WarVersion() {
    }

    /** Such as 1.0.0; "unknown" where the manifest names none. */
    static String of(ServletContext context) {
        try (InputStream in = context.getResourceAsStream("/META-INF/MANIFEST.MF")) {
            return in == null ? "unknown"
                    : Optional.ofNullable(new Manifest(in).getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION)).orElse("unknown");
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the WAR's manifest cannot be read", unreadable);
        }
    }
}
