package org.turntable.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.ServletContext;
import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionCookieTest {
    private final ServletContext context = mock(ServletContext.class);
    private final SessionCookieConfig config = mock(SessionCookieConfig.class);
    private final HttpServletRequest request = mock(HttpServletRequest.class);
    private final HttpServletResponse response = mock(HttpServletResponse.class);
    private final List<Cookie> sent = new ArrayList<>();

    @Test
    void overTlsTheCookieIsForThisHostAloneAndForEarlierWarsUnderThePlainName() {
        when(request.isSecure()).thenReturn(true);
        cookie("").send(request, response, "id");
        assertEquals(List.of("__Host-JSESSIONID", "JSESSIONID"), names());
        sent.forEach(cookie -> {
            assertEquals("id", cookie.getValue());
            assertEquals("/", cookie.getPath());
            assertNull(cookie.getDomain());
            assertTrue(cookie.getSecure() && cookie.isHttpOnly());
        });
    }

    @Test
    void whereBrowsersWouldDropThePrefixThePlainNameIsAlone() {
        cookie("").send(request, response, "id");
        assertEquals(List.of("JSESSIONID"), names(), "without TLS");
        sent.clear();
        when(request.isSecure()).thenReturn(true);
        cookie("/app").send(request, response, "id");
        assertEquals(List.of("JSESSIONID"), names(), "below a path");
        sent.clear();
        when(config.getDomain()).thenReturn("example.com");
        cookie("").send(request, response, "id");
        assertEquals(List.of("JSESSIONID"), names(), "for a domain");
    }

    @Test
    void everyValueIsReadAndThatOfThisHostAloneFirst() {
        when(request.getCookies()).thenReturn(new Cookie[] {
            new Cookie("JSESSIONID", "of-the-domain"),
            new Cookie("jsessionid", "of-another-case"),
            new Cookie("JSESSIONID", "ours"),
            new Cookie("__Host-JSESSIONID", "ours"),
        });
        assertEquals(List.of("ours", "of-the-domain"), cookie("").requestedIds(request));
        when(request.getCookies()).thenReturn(null);
        assertEquals(List.of(), cookie("").requestedIds(request));
    }

    private SessionCookie cookie(String path) {
        when(context.getSessionCookieConfig()).thenReturn(config);
        when(context.getContextPath()).thenReturn(path);
        doAnswer(call -> sent.add(call.getArgument(0))).when(response).addCookie(any());
        return new SessionCookie(context);
    }

    private List<String> names() {
        return sent.stream().map(Cookie::getName).toList();
    }
}
