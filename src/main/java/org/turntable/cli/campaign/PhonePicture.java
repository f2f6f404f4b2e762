package org.turntable.cli.campaign;

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
 * Makes a picture of a size for phones out of whatever a designer handed over. It is drawn anew, so what else the file carried, such as
 * the place where a photograph was taken, is gone.
 */
final class PhonePicture {
    private static final long MOST_FILE_BYTES = 20_000_000;
    /** Decoded, a pixel takes four bytes. */
    private static final long MOST_PIXELS = 40_000_000;
    private static final float BEST_QUALITY = 0.86f;
    private static final float WORST_QUALITY = 0.5f;
    private static final double SMALLER = 0.85;

    private PhonePicture() {
    }

    /**
     * The picture of a file, no larger than its place is on a phone.
     *
     * @throws IOException when it cannot be read or is no picture; the message says what to do
     */
    static Picture of(Path file, Picture.Place place) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no such file");
        }
        if (Files.size(file) > MOST_FILE_BYTES) {
            throw new IOException("more than " + MOST_FILE_BYTES / 1_000_000 + " MB; save it smaller");
        }
        BufferedImage original = decoded(file);
        double scale = Math.min(1, Math.min((double) place.width() / original.getWidth(), (double) place.height() / original.getHeight()));
        for (int tries = 0; tries < 12; tries++, scale *= SMALLER) {
            BufferedImage image = scaled(original, scale);
            byte[] bytes = image.getColorModel().hasAlpha() ? png(image) : jpeg(image);
            if (bytes.length <= Picture.MOST_BYTES) {
                return Picture.of(image.getColorModel().hasAlpha() ? "image/png" : "image/jpeg", image.getWidth(), image.getHeight(), bytes);
            }
        }
        throw new IOException("too rich to become smaller than " + Picture.MOST_BYTES / 1_000 + " kB; choose a calmer one");
    }

    private static BufferedImage decoded(Path file) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("no PNG or JPEG");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in);
                // Before it is decoded: a small file can hold a huge picture.
                if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) {
                    throw new IOException("more than " + MOST_PIXELS / 1_000_000 + " million pixels; save it smaller");
                }
                return reader.read(0);
            } catch (RuntimeException broken) {
                throw new IOException("a broken picture", broken);
            } finally {
                reader.dispose();
            }
        }
    }

    /** Halved as long as that goes, since one big step would flicker. */
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
        boolean clear = from.getColorModel().hasAlpha();
        BufferedImage to = new BufferedImage(width, height, clear ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = to.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(from, 0, 0, width, height, clear ? null : Color.WHITE, null);
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
        for (float quality = BEST_QUALITY; quality >= WORST_QUALITY && (written == null || written.length > Picture.MOST_BYTES); quality -= 0.12f) {
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
