package org.turntable.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * The version of this build, such as 1.0.0. It is written in {@code pom.xml} alone; Maven copies it into the manifest
 * of {@code turntable.war} and of {@code turntable-ops.jar}.
 */
public final class BuildVersion {
    /** The version where no manifest names one: in tests, or when classes run outside of their archive. */
    public static final String UNKNOWN = "unknown";

    private static final String MANIFEST = "/META-INF/MANIFEST.MF";

    private BuildVersion() {}

    /**
     * The version of a web application.
     *
     * @param resources opens a file of the web application by its path and answers null where there is none, such as
     *     {@code servletContext::getResourceAsStream}
     * @throws UncheckedIOException when the manifest cannot be read
     */
    public static String ofWebApplication(Function<String, InputStream> resources) {
        try (InputStream manifest = resources.apply(MANIFEST)) {
            return manifest == null ? UNKNOWN : in(new Manifest(manifest));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the manifest of the web application cannot be read", unreadable);
        }
    }

    /** The version of the jar that this class was loaded from. */
    public static String ofJar() {
        return Optional.ofNullable(BuildVersion.class.getPackage().getImplementationVersion())
                .orElse(UNKNOWN);
    }

    private static String in(Manifest manifest) {
        return Optional.ofNullable(manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION))
                .orElse(UNKNOWN);
    }
}
