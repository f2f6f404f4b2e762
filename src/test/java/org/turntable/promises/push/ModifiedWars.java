package org.turntable.promises.push;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.turntable.promises.push.webapp.Answers500;
import org.turntable.testing.stack.TomcatDistribution;

/** Other WARs made of the one that was built: of another version, and spoilt ones. */
final class ModifiedWars {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String WEB_XML = "WEB-INF/web.xml";
    private static final String SCRIPT = "assets/wheel.js";

    private ModifiedWars() {}

    /** The same application under another version, and with another script: its address has another hash. */
    static Path version(Path folder, String version) {
        return with(
                folder,
                version,
                Map.of(SCRIPT, ("/* " + version + " */\n" + text(SCRIPT)).getBytes(StandardCharsets.UTF_8)));
    }

    /** One whose application cannot start. */
    static Path thatDoesNotStart(Path folder, String version) {
        return with(
                folder,
                version,
                Map.of(
                        WEB_XML,
                        edited(
                                WEB_XML,
                                "<listener>",
                                "<listener><listener-class>org.turntable.Nowhere</listener-class></"
                                        + "listener>\n<listener>")));
    }

    /** One that starts and answers 500 to every page and every draw. */
    static Path thatAnswers500(Path folder, String version) {
        String name = Answers500.class.getName();
        Map<String, byte[]> changed = new TreeMap<>(Map.of(
                WEB_XML,
                edited(
                        WEB_XML,
                        "<session-config>",
                        "<filter><filter-name>spoilt</filter-name><filter-class>" + name
                                + "</filter-class><async-supported>true</async-supported></filter>"
                                + "<filter-mapping><filter-name>spoilt</filter-name><url-pattern>/c/*</"
                                + "url-pattern></filter-mapping>\n<session-config>")));
        String file = name.replace('.', '/') + ".class";
        try (InputStream in = Answers500.class.getResourceAsStream("/" + file)) {
            changed.put("WEB-INF/classes/" + file, in.readAllBytes());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return with(folder, version, changed);
    }

    private static byte[] edited(String file, String before, String after) {
        String text = text(file);
        if (!text.contains(before)) {
            throw new IllegalStateException(file + " has no " + before);
        }
        return text.replace(before, after).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(String file) {
        try (ZipFile war = new ZipFile(TomcatDistribution.war().toFile());
                InputStream in = war.getInputStream(war.getEntry(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Path with(Path folder, String version, Map<String, byte[]> changed) {
        Path made = folder.resolve("turntable-" + version + ".war");
        try (ZipFile war = new ZipFile(TomcatDistribution.war().toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(made))) {
            Map<String, byte[]> left = new TreeMap<>(changed);
            for (Enumeration<? extends ZipEntry> entries = war.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                byte[] content = left.containsKey(entry.getName())
                        ? left.remove(entry.getName())
                        : war.getInputStream(entry).readAllBytes();
                put(out, entry.getName(), entry.getName().equals(MANIFEST) ? manifest(content, version) : content);
            }
            for (Map.Entry<String, byte[]> more : left.entrySet()) {
                put(out, more.getKey(), more.getValue());
            }
            return made;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(content);
        out.closeEntry();
    }

    private static byte[] manifest(byte[] before, String version) throws IOException {
        Manifest manifest = new Manifest(new ByteArrayInputStream(before));
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        ByteArrayOutputStream after = new ByteArrayOutputStream();
        manifest.write(after);
        return after.toByteArray();
    }
}
