package org.turntable.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.turntable.showcase.Picture;
import org.turntable.showcase.ShowcaseKeeper;

/** The pictures of themes, out of this node's memory, to be kept for ever: another picture has another name. */
public final class PictureServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String KEEP_FOR_A_YEAR = "public, max-age=31536000, immutable";

    private final transient ShowcaseKeeper showcases;

    public PictureServlet(ShowcaseKeeper showcases) {
        this.showcases = showcases;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Picture> picture = showcases.picture(DispatchServlet.variable(request, "name"));
        if (picture.isEmpty()) {
            // Not kept: this node may only not have read it yet.
            response.setHeader("Cache-Control", "no-store");
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setHeader("Cache-Control", KEEP_FOR_A_YEAR);
        response.setHeader("X-Content-Type-Options", "nosniff");
        // An operator's file: whatever it may contain, it is shown and never run.
        response.setHeader("Content-Security-Policy", "default-src 'none'");
        response.setContentType(picture.get().mediaType());
        response.setContentLength(picture.get().bytes().length);
        response.getOutputStream().write(picture.get().bytes());
    }
}
