package org.turntable.web.campaign;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.turntable.showcase.Picture;
import org.turntable.showcase.ShowcaseCache;
import org.turntable.web.http.DispatchServlet;

/**
 * The pictures of themes, from this node's memory. Clients may cache them without limit: a new picture has a new name.
 */
public final class PictureServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String KEEP_FOR_A_YEAR = "public, max-age=31536000, immutable";

    private final transient ShowcaseCache showcases;

    public PictureServlet(ShowcaseCache showcases) {
        this.showcases = showcases;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Picture> picture = showcases.picture(DispatchServlet.variable(request, "name"));
        if (picture.isEmpty()) {
            // Not cacheable: this node may not have read the picture yet.
            response.setHeader("Cache-Control", "no-store");
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setHeader("Cache-Control", KEEP_FOR_A_YEAR);
        // A file from an operator: the policy of what is no page keeps its content from being executed.
        response.setContentType(picture.get().mediaType());
        response.setContentLength(picture.get().bytes().length);
        response.getOutputStream().write(picture.get().bytes());
    }
}
