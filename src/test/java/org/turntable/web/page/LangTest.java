package org.turntable.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

class LangTest {
    private final HttpServletRequest request = mock(HttpServletRequest.class);
    private final HttpServletResponse response = mock(HttpServletResponse.class);

    @Test
    void chineseIsTheDefault() {
        assertEquals(Lang.ZH_CN, Lang.of(request));
        when(request.getHeader("Accept-Language")).thenReturn("fr-FR,en;q=0.5");
        assertEquals(Lang.ZH_CN, Lang.of(request));
    }

    @Test
    void aBrowserThatPrefersEnglishGetsEnglish() {
        when(request.getHeader("Accept-Language")).thenReturn(" EN-gb,zh;q=0.9");
        assertEquals(Lang.EN, Lang.of(request));
    }

    @Test
    void theCookieOverridesTheBrowserAndTheParameterOverridesTheCookie() {
        when(request.getHeader("Accept-Language")).thenReturn("en");
        when(request.getCookies())
                .thenReturn(new Cookie[] {new Cookie("other", "en"), new Cookie(Lang.COOKIE, "zh-CN")});
        assertEquals(Lang.ZH_CN, Lang.of(request));
        when(request.getParameter(Lang.PARAMETER)).thenReturn("en");
        assertEquals(Lang.EN, Lang.of(request));
    }

    @Test
    void anUnsupportedLanguageCountsAsNone() {
        when(request.getParameter(Lang.PARAMETER)).thenReturn("tlh");
        when(request.getCookies()).thenReturn(new Cookie[] {new Cookie(Lang.COOKIE, "tlh")});
        assertEquals(Lang.ZH_CN, Lang.ofAndRemember(request, response));
        verify(response, never()).addCookie(any());
    }

    @Test
    void aChosenLanguageIsRemembered() {
        when(request.getParameter(Lang.PARAMETER)).thenReturn("en");
        when(request.isSecure()).thenReturn(true);
        assertEquals(Lang.EN, Lang.ofAndRemember(request, response));
        ArgumentCaptor<Cookie> cookie = ArgumentCaptor.forClass(Cookie.class);
        verify(response).addCookie(cookie.capture());
        assertEquals("en", cookie.getValue().getValue());
        assertEquals("/", cookie.getValue().getPath());
        assertTrue(cookie.getValue().isHttpOnly());
        assertTrue(cookie.getValue().getSecure());
    }

    @Test
    void aTextThatIsMissingInEnglishIsShownInChinese() {
        assertEquals("红包", Lang.EN.choose("红包", null));
        assertEquals("红包", Lang.EN.choose("红包", " "));
        assertEquals("Red packet", Lang.EN.choose("红包", "Red packet"));
        assertEquals("红包", Lang.ZH_CN.choose("红包", "Red packet"));
    }
}
