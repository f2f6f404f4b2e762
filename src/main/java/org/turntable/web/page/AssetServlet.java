package org.turntable.web.page;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Serves {@code /assets/*}: known files with the right hash in their name, cacheable for a year; everything else is
 * 404.
 */
public final class AssetServlet extends HttpServlet {
    private static final String KEEP_FOR_A_YEAR = "public, max-age=31536000, immutable";

    /** Matches gzip in Accept-Encoding unless it is excluded by "q=0". */
    private static final Pattern GZIP =
            Pattern.compile("(?i)(^|,)\\s*gzip\\s*(;\\s*q=(?!0(\\.0*)?\\s*(,|$))[^,]*)?(,|$)");

    private final transient Assets assets;

    /** @param assets what can be served */
    public AssetServlet(Assets assets) {
        this.assets = assets;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        Optional<Assets.Asset> asset = path == null ? Optional.empty() : assets.find(path.substring(1));
        if (asset.isEmpty()) {
            // Not cacheable: during a push another node may have this file already.
            response.setHeader("Cache-Control", "no-store");
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setHeader("Cache-Control", KEEP_FOR_A_YEAR);
        response.setContentType(asset.get().contentType());
        byte[] body = asset.get().bytes();
        if (asset.get().packed() != null) {
            response.setHeader("Vary", "Accept-Encoding");
            if (takesGzip(request)) {
                response.setHeader("Content-Encoding", "gzip");
                body = asset.get().packed();
            }
        }
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static boolean takesGzip(HttpServletRequest request) {
        String accepted = request.getHeader("Accept-Encoding");
        return accepted != null && GZIP.matcher(accepted).find();
    }
}
