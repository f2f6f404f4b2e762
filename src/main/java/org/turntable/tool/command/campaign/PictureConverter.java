package org.turntable.tool.command.campaign;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.turntable.showcase.Picture;

/**
 * Scales a picture down for phones. The picture is encoded again, which removes metadata such as the location of a
 * photograph.
 */
final class PictureConverter {
    private static final long MAX_FILE_BYTES = 20_000_000;
    /** A decoded pixel takes four bytes. */
    private static final long MAX_PIXELS = 40_000_000;

    private static final float BEST_QUALITY = 0.86f;
    private static final float WORST_QUALITY = 0.5f;
    private static final double SHRINK_FACTOR = 0.85;

    private PictureConverter() {}

    /**
     * Reads a picture and scales it to the size of its place on a phone.
     *
     * @throws IOException if it cannot be read or is not a picture; the message has the remedy
     */
    static Picture of(Path file, Picture.Place place) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no such file");
        }
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IOException("more than " + MAX_FILE_BYTES / 1_000_000 + " MB; reduce its size");
        }
        BufferedImage original = decoded(file);
        double scale = Math.min(
                1,
                Math.min((double) place.width() / original.getWidth(), (double) place.height() / original.getHeight()));
        for (int tries = 0; tries < 12; tries++, scale *= SHRINK_FACTOR) {
            BufferedImage image = scaled(original, scale);
            byte[] bytes = image.getColorModel().hasAlpha() ? png(image) : jpeg(image);
            if (bytes.length <= Picture.MOST_BYTES) {
                return Picture.of(
                        image.getColorModel().hasAlpha() ? "image/png" : "image/jpeg",
                        image.getWidth(),
                        image.getHeight(),
                        bytes);
            }
        }
        throw new IOException(
                "too detailed to be compressed below " + Picture.MOST_BYTES / 1_000 + " kB; use a simpler picture");
    }

    private static BufferedImage decoded(Path file) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("not a PNG or JPEG");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in);
                // Checked before decoding: a small file can contain a very large picture.
                if ((long) reader.getWidth(0) * reader.getHeight(0) > MAX_PIXELS) {
                    throw new IOException("more than " + MAX_PIXELS / 1_000_000 + " million pixels; reduce its size");
                }
                return reader.read(0);
            } catch (RuntimeException broken) {
                throw new IOException("a broken picture", broken);
            } finally {
                reader.dispose();
            }
        }
    }

    /** Halved repeatedly, because scaling in one large step causes artefacts. */
    private static BufferedImage scaled(BufferedImage original, double scale) {
        int width = Math.max(1, (int) Math.round(original.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(original.getHeight() * scale));
        BufferedImage image = original;
        while (image.getWidth() > 2 * width && image.getHeight() > 2 * height) {
            image = drawn(image, image.getWidth() / 2, image.getHeight() / 2);
        }
        return drawn(image, width, height);
    }

    private static BufferedImage drawn(BufferedImage from, int width, int height) {
        boolean alpha = from.getColorModel().hasAlpha();
        BufferedImage to =
                new BufferedImage(width, height, alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = to.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(from, 0, 0, width, height, alpha ? null : Color.WHITE, null);
        graphics.dispose();
        return to;
    }

    private static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private static byte[] jpeg(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        byte[] written = null;
        for (float quality = BEST_QUALITY;
                quality >= WORST_QUALITY && (written == null || written.length > Picture.MOST_BYTES);
                quality -= 0.12f) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
                writer.setOutput(out);
                ImageWriteParam parameters = writer.getDefaultWriteParam();
                parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setCompressionQuality(quality);
                writer.write(null, new IIOImage(image, null, null), parameters);
            }
            written = bytes.toByteArray();
        }
        writer.dispose();
        return written;
    }
}
