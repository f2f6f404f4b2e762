package org.turntable.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpsTokenTest {
    private static final String TOKEN = "a-token-of-more-than-thirty-two-letters";

    private final HttpServletRequest request = mock(HttpServletRequest.class);
    private final HttpServletResponse response = mock(HttpServletResponse.class);
    private final DrainState drain = new DrainState();

    @BeforeEach
    void takeTheBody() throws Exception {
        when(response.getOutputStream()).thenReturn(mock(ServletOutputStream.class));
        when(request.getParameter("on")).thenReturn("true");
    }

    @Test
    void withTheTokenARequestIsAccepted() throws Exception {
        asks("Bearer " + TOKEN, Optional.of(TOKEN), 200, true);
    }

    @Test
    void withAnotherTokenItIsRefused() throws Exception {
        asks("Bearer " + TOKEN + "x", Optional.of(TOKEN), 401, false);
    }

    @Test
    void withoutATokenItIsRefused() throws Exception {
        asks(null, Optional.of(TOKEN), 401, false);
    }

    @Test
    void withAnotherSchemeItIsRefused() throws Exception {
        asks(TOKEN, Optional.of(TOKEN), 401, false);
    }

    @Test
    void aNodeWithoutATokenRefusesEveryRequest() throws Exception {
        asks("Bearer ", Optional.empty(), 403, false);
    }

    @Test
    void aValueThatIsNeitherOnNorOffIsRefused() throws Exception {
        when(request.getParameter("on")).thenReturn("yes");
        asks("Bearer " + TOKEN, Optional.of(TOKEN), 400, false);
    }

    private void asks(String shown, Optional<String> token, int status, boolean draining) throws Exception {
        when(request.getHeader("Authorization")).thenReturn(shown);
        new DrainServlet(drain, new OpsToken(token)).doPost(request, response);
        verify(response).setStatus(status);
        assertEquals(draining, drain.isOn());
    }
}
