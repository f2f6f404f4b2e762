package org.turntable.web.line;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.turntable.web.http.OriginFilter;
import org.turntable.web.http.Redirect;
import org.turntable.web.request.LocalPath;
import org.turntable.web.signin.Identities;

/**
 * {@code POST /enter}: signs in on this line a player whose own line failed, by the pass of the page. Accepted only
 * from pages of this site ({@link OriginFilter}), so that no foreign page can sign a player in as another. An invalid
 * pass redirects to the same page, as a visitor.
 */
public final class EnterServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Identities identities;

    public EnterServlet(Identities identities) {
        this.identities = identities;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        identities
                .ofPass(request.getParameter("pass"))
                .ifPresent(identity -> identities.bringOver(request, response, identity));
        Redirect.seeOther(response, LocalPath.of(request.getParameter("path")));
    }
}
