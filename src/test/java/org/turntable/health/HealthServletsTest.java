package org.turntable.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthServletsTest {
    private final HttpServletRequest request = mock(HttpServletRequest.class);
    private final HttpServletResponse response = mock(HttpServletResponse.class);
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    @BeforeEach
    void takeTheBody() throws Exception {
        when(response.getOutputStream()).thenReturn(new ServletOutputStream() {
            @Override
            public void write(int b) {
                body.write(b);
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new UnsupportedOperationException();
            }
        });
    }

    @Test
    void theLivenessDoesNotDependOnOtherComponents() throws Exception {
        new LiveServlet().doGet(request, response);
        verify(response, never()).setStatus(anyInt());
        verify(response).setHeader("Cache-Control", "no-store");
        assertEquals("alive\n", body.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aNodeIsReadyAlsoWhileAComponentIsUnavailable() throws Exception {
        new ReadyServlet(() -> new Readiness(true, Map.of("redis", "away"))).doGet(request, response);
        verify(response).setStatus(200);
        verify(response).setHeader("Cache-Control", "no-store");
        assertEquals("{\"ready\":true,\"components\":{\"redis\":\"away\"}}", body.toString(StandardCharsets.UTF_8));
    }

    @Test
    void anUnreadyNodeIsCheckedAgainEachTime() throws Exception {
        boolean[] ready = {false};
        ReadyServlet servlet = new ReadyServlet(() -> new Readiness(ready[0], Map.of()));
        servlet.doGet(request, response);
        verify(response).setStatus(503);
        ready[0] = true;
        servlet.doGet(request, response);
        verify(response).setStatus(200);
    }
}
