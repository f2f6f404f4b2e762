package org.turntable.push;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A WAR that was read to its last byte.
 *
 * @param path    where it lies
 * @param version what its manifest says
 */
public record WarFile(Path path, String version) {
    private static final String LISTENER = "WEB-INF/classes/org/turntable/app/TurntableListener.class";

    /**
     * Reads all of it: a file that was cut off on its way here is found now and not on the first node.
     *
     * @throws IOException with a sentence, when it is not a whole WAR of Turntable
     */
    public static WarFile check(Path path) throws IOException {
        try (ZipFile war = new ZipFile(path.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = war.entries(); entries.hasMoreElements();) {
                try (InputStream in = war.getInputStream(entries.nextElement())) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
            }
            if (war.getEntry(LISTENER) == null) {
                throw new IOException("is no WAR of Turntable");
            }
            try (InputStream in = war.getInputStream(war.getEntry("META-INF/MANIFEST.MF"))) {
                String version = new Manifest(in).getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
                if (version == null || !version.matches("[A-Za-z0-9._+-]{1,60}")) {
                    throw new IOException("names no version in its manifest");
                }
                return new WarFile(path, version);
            }
        } catch (IOException unfit) {
            throw new IOException(path + " cannot be pushed: " + unfit.getMessage(), unfit);
        }
    }
}
