package org.turntable.tool.command.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turntable.showcase.Picture;
import org.turntable.showcase.Theme;
import org.turntable.showcase.ThemeText;
import org.turntable.tool.command.common.CommandException;

class ThemeFileTest {
    @TempDir
    private Path folder;

    @Test
    void aFileIsReadWithItsPicturesScaledDown() throws IOException {
        photograph("watch.jpg", "jpg", 3000, 2000, false);
        photograph("logo.png", "png", 600, 600, true);
        Theme theme = ThemeFile.read(file("colour.sky=#0a625b\ntext.slogan=一转好心情\ntext.slogan.en=A "
                + "turn\npicture.prize.1=watch.jpg\npicture.prize.2=logo.png\n"));
        assertEquals("A turn", theme.text(ThemeText.SLOGAN, true).orElseThrow());
        Picture watch = theme.prizePicture(1).orElseThrow();
        assertEquals("image/jpeg 240x160", watch.mediaType() + " " + watch.width() + "x" + watch.height());
        Picture logo = theme.prizePicture(2).orElseThrow();
        assertEquals("image/png 240x240", logo.mediaType() + " " + logo.width() + "x" + logo.height());
        BufferedImage shown = ImageIO.read(new ByteArrayInputStream(watch.bytes()));
        assertEquals(240, shown.getWidth());
        assertTrue(watch.bytes().length < 30_000, watch.bytes().length + " bytes");
    }

    @Test
    void aPictureThatIsTooLargeIsScaledDownUntilItFits() throws IOException {
        noise("noise.png", 750, 300);
        Picture banner =
                ThemeFile.read(file("picture.banner=noise.png\n")).pictures().get("banner");
        assertTrue(
                banner.bytes().length <= Picture.MOST_BYTES && banner.width() < 750,
                banner.width() + " wide, " + banner.bytes().length + " bytes");
    }

    @Test
    void allProblemsAreReportedAtOnce() throws IOException {
        Files.writeString(folder.resolve("story.png"), "once upon a time");
        String message = refusal(
                "colour.ink=#eeeeee\ntext.losing=一二三四五六七\npicture.prize.1=lost.png\npicture.share=story.png\nfont=Arial\n");
        for (String part : new String[] {
            "text on cards: #eeeeee",
            "text.losing has 1 to 6 characters",
            "picture lost.png: there is no such file",
            "picture story.png: not a PNG or JPEG",
            "font is no part of a theme"
        }) {
            assertTrue(message.contains(part), () -> part + " is not in " + message);
        }
    }

    @Test
    void aFileInAnotherEncodingIsRefused() throws IOException {
        Path file = folder.resolve("gbk.properties");
        Files.write(file, "text.slogan=一转好心情\n".getBytes(Charset.forName("GBK")));
        assertTrue(assertThrows(CommandException.class, () -> ThemeFile.read(file))
                .getMessage()
                .contains("not in UTF-8"));
    }

    private String refusal(String text) throws IOException {
        Path file = file(text);
        return assertThrows(CommandException.class, () -> ThemeFile.read(file)).getMessage();
    }

    private Path file(String text) throws IOException {
        return Files.write(folder.resolve("theme.properties"), text.getBytes(StandardCharsets.UTF_8));
    }

    private void photograph(String name, String format, int width, int height, boolean clear) throws IOException {
        BufferedImage image =
                new BufferedImage(width, height, clear ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.ORANGE);
        graphics.fillOval(width / 8, height / 8, width * 3 / 4, height * 3 / 4);
        graphics.dispose();
        ImageIO.write(image, format, folder.resolve(name).toFile());
    }

    private void noise(String name, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Random random = new Random(7);
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        ImageIO.write(image, "png", folder.resolve(name).toFile());
    }
}
