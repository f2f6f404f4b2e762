package org.turntable.web.page;

import io.nayuki.qrcodegen.QrCode.Ecc;

/**
 * A QR code as one path of an SVG, with the quiet zone that cameras need around it.
 *
 * @param size edge of the picture, in modules
 * @param path the dark modules: the {@code d} of one path, in units of a module
 */
public record QrCode(int size, String path) {
    private static final int QUIET = 4;

    /**
     * The code of an address.
     *
     * @param address up to some 1,000 characters
     * @throws IllegalArgumentException when it is longer than any QR code
     */
    public static QrCode of(String address) {
        io.nayuki.qrcodegen.QrCode code;
        try {
            code = io.nayuki.qrcodegen.QrCode.encodeText(address, Ecc.MEDIUM);
        } catch (io.nayuki.qrcodegen.DataTooLongException tooLong) {
            throw new IllegalArgumentException("too long for a QR code: " + address.length() + " characters", tooLong);
        }
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    int from = x;
                    while (x + 1 < code.size && code.getModule(x + 1, y)) {
                        x++;
                    }
                    path.append('M')
                            .append(from + QUIET)
                            .append(' ')
                            .append(y + QUIET)
                            .append('h')
                            .append(x + 1 - from)
                            .append("v1H")
                            .append(from + QUIET)
                            .append('z');
                }
            }
        }
        return new QrCode(code.size + 2 * QUIET, path.toString());
    }
}
