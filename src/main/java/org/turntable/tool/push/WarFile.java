package org.turntable.tool.push;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A complete WAR file of this application.
 *
 * @param path the file
 * @param version Implementation-Version in its manifest
 */
public record WarFile(Path path, String version) {
    /**
     * The class that starts a node; the second is its name until 1.0, so that a push can be rolled back to that WAR.
     */
    private static final List<String> LISTENERS = List.of(
            "WEB-INF/classes/org/turntable/node/TurntableListener.class",
            "WEB-INF/classes/org/turntable/app/TurntableListener.class");

    /**
     * Reads the whole file: a truncated file is found now and not on the first node.
     *
     * @throws IOException if it is not a complete WAR of Turntable; the message has the reason
     */
    public static WarFile check(Path path) throws IOException {
        try (ZipFile war = new ZipFile(path.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = war.entries(); entries.hasMoreElements(); ) {
                try (InputStream in = war.getInputStream(entries.nextElement())) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
            }
            if (LISTENERS.stream().allMatch(name -> war.getEntry(name) == null)) {
                throw new IOException("is not a WAR of Turntable");
            }
            try (InputStream in = war.getInputStream(war.getEntry("META-INF/MANIFEST.MF"))) {
                String version = new Manifest(in).getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
                if (version == null || !version.matches("[A-Za-z0-9._+-]{1,60}")) {
                    throw new IOException("has no version in its manifest");
                }
                return new WarFile(path, version);
            }
        } catch (IOException unfit) {
            throw new IOException(path + " cannot be pushed: " + unfit.getMessage(), unfit);
        }
    }
}
