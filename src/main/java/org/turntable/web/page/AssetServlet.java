package org.turntable.web.page;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Serves {@code /assets/*}: the known files under the right hash, to be kept for a year; everything else is 404. */
public final class AssetServlet extends HttpServlet {
    private static final String KEEP_FOR_A_YEAR = "public, max-age=31536000, immutable";

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
            // Not kept: during a push the other node may have this file already.
            response.setHeader("Cache-Control", "no-store");
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setHeader("Cache-Control", KEEP_FOR_A_YEAR);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentType(asset.get().contentType());
        response.setContentLength(asset.get().bytes().length);
        response.getOutputStream().write(asset.get().bytes());
    }
}
