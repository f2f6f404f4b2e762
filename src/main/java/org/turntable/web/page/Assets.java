package org.turntable.web.page;

import jakarta.servlet.ServletContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * The scripts, styles and pictures of {@code /assets}, read once at boot. Each has an address with a hash of its
 * content, so that browsers may cache it for a year and still get a new version at once. Two WAR versions side by side
 * each serve their own files.
 */
public final class Assets {
    private static final String FOLDER = "/assets/";
    private static final int HASH_CHARACTERS = 8;
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
    /** Types that gzip makes smaller; pictures are compressed already. */
    private static final double WORTH_IT = 0.9;

    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css;charset=UTF-8",
            "js", "text/javascript;charset=UTF-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "webp", "image/webp",
            "jpg", "image/jpeg");

    private final Map<String, String> hashedNames = new HashMap<>();
    private final Map<String, Asset> byHashedName = new HashMap<>();
    private final String contextPath;

    /**
     * A file as it is served.
     *
     * @param contentType its type, with the charset where it is text
     * @param bytes its content; not to be changed
     * @param packed the content compressed with gzip; null where that would save nothing
     */
    public record Asset(String contentType, byte[] bytes, byte[] packed) {}

    /**
     * Reads the folder of a web application.
     *
     * @throws IllegalStateException when a file has a type that is not served, or there is none
     */
    public Assets(ServletContext context) {
        this.contextPath = context.getContextPath();
        Set<String> paths = context.getResourcePaths(FOLDER);
        if (paths == null || paths.isEmpty()) {
            throw new IllegalStateException("The archive has no " + FOLDER);
        }
        for (String path : paths) {
            if (!path.endsWith("/")) {
                add(path.substring(FOLDER.length()), read(context, path));
            }
        }
    }

    /**
     * The address of a file, with its hash: {@code wheel.js} gives {@code /assets/wheel.1a2b3c4d.js}.
     *
     * @throws IllegalArgumentException when there is no such file
     */
    public String url(String name) {
        String hashed = hashedNames.get(name);
        if (hashed == null) {
            throw new IllegalArgumentException("No asset '" + name + "'; there are " + hashedNames.keySet());
        }
        return contextPath + FOLDER + hashed;
    }

    /**
     * A style sheet to be put into a page, without its comments and indents.
     *
     * @throws IllegalArgumentException when there is no such file
     */
    String styleSheet(String name) {
        String text = new String(
                byHashedName
                        .get(url(name).substring(contextPath.length() + FOLDER.length()))
                        .bytes(),
                StandardCharsets.UTF_8);
        return COMMENT.matcher(text)
                .replaceAll("")
                .replaceAll("\\s*\n\\s*", "\n")
                .strip();
    }

    /** The file of a name with the right hash. Names are map keys and never become paths. */
    public Optional<Asset> find(String hashedName) {
        return Optional.ofNullable(byHashedName.get(hashedName));
    }

    private void add(String name, byte[] bytes) {
        int dot = name.lastIndexOf('.');
        String type = TYPES.get(name.substring(dot + 1));
        if (dot < 1 || type == null) {
            throw new IllegalStateException(
                    "The asset '" + name + "' has a type that is not served; there are " + TYPES.keySet());
        }
        String hashed = name.substring(0, dot) + "." + hash(bytes) + name.substring(dot);
        hashedNames.put(name, hashed);
        byHashedName.put(hashed, new Asset(type, bytes, pack(bytes)));
    }

    /** Compresses once, at the start, at the best level: the edge caches and sends the result unchanged. */
    private static byte[] pack(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length);
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory is always there to write to", impossible);
        }
        return packed.size() < bytes.length * WORTH_IT ? packed.toByteArray() : null;
    }

    private static byte[] read(ServletContext context, String path) {
        try (InputStream in = context.getResourceAsStream(path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The asset " + path + " cannot be read", e);
        }
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .substring(0, HASH_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
