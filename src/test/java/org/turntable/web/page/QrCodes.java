package org.turntable.web.page;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.LuminanceSource;
import com.google.zxing.NotFoundException;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the QR code from a page's SVG, as a camera would. */
public final class QrCodes {
    private static final Pattern CODE =
            Pattern.compile("viewBox=\"0 0 (\\d+) \\d+\"[^>]*>.*?class=\"qr-ink\" d=\"([^\"]+)\"", Pattern.DOTALL);
    private static final Pattern RUN = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1H\\d+z");
    private static final int PIXELS = 6;

    private QrCodes() {}

    /** The text of the page's code. */
    public static String read(String html) {
        Matcher code = CODE.matcher(html);
        if (!code.find()) {
            throw new IllegalStateException("no QR code in " + html);
        }
        return read(new QrCode(Integer.parseInt(code.group(1)), code.group(2)));
    }

    static String read(QrCode code) {
        int edge = code.size() * PIXELS;
        byte[] light = new byte[edge * edge];
        Arrays.fill(light, (byte) 255);
        Matcher run = RUN.matcher(code.path());
        while (run.find()) {
            int x = Integer.parseInt(run.group(1)) * PIXELS;
            int y = Integer.parseInt(run.group(2)) * PIXELS;
            for (int row = y; row < y + PIXELS; row++) {
                Arrays.fill(light, row * edge + x, row * edge + x + Integer.parseInt(run.group(3)) * PIXELS, (byte) 0);
            }
        }
        try {
            return new QRCodeReader()
                    .decode(new BinaryBitmap(new HybridBinarizer(new Picture(light, edge))))
                    .getText();
        } catch (NotFoundException none) {
            throw new IllegalStateException("no QR code is seen in the picture", none);
        } catch (ReaderException unreadable) {
            throw new IllegalStateException("the QR code cannot be read", unreadable);
        }
    }

    private static final class Picture extends LuminanceSource {
        private final byte[] light;

        Picture(byte[] light, int edge) {
            super(edge, edge);
            this.light = light;
        }

        @Override
        public byte[] getRow(int y, byte[] row) {
            return Arrays.copyOfRange(light, y * getWidth(), (y + 1) * getWidth());
        }

        @Override
        public byte[] getMatrix() {
            return light;
        }
    }
}
