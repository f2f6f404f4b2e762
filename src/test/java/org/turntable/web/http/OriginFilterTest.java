package org.turntable.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import jakarta.servlet.FilterChain;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.web.page.Notice;

class OriginFilterTest {
    private final OriginFilter filter = new OriginFilter(
            Set.of("https://lottery.example.com", "http://127.0.0.1:8080"),
            "/console",
            Set.of("https://ops.example.com:8444"));
    private final FilterChain chain = mock(FilterChain.class);

    @ParameterizedTest
    @ValueSource(strings = {"https://lottery.example.com", "http://127.0.0.1:8080"})
    void aFormOfOurOwnPagesPassesOnEveryEntryLine(String origin) throws Exception {
        assertPasses(Requests.post("/c/spring/draws").header("Origin", origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "",
                "http://lottery.example.com",
                "https://lottery.example.com:8443",
                "https://lottery.example.com.evil.example",
                "https://lottery.example.com/",
                "https://evil.example/https://lottery.example.com",
                "http://127.0.0.1:80801",
                "*"
            })
    void anyOtherOriginIsForbidden(String origin) throws Exception {
        assertForbidden(Requests.post("/c/spring/draws").header("Origin", origin));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console", "/console/campaigns/spring"})
    void theConsoleIsChangedFromItsOwnPages(String path) throws Exception {
        assertPasses(Requests.post(path).header("Origin", "https://ops.example.com:8444"));
    }

    @ParameterizedTest
    @CsvSource({
        "/console, https://lottery.example.com",
        "/console/campaigns/spring, http://127.0.0.1:8080",
        "/c/spring/draws, https://ops.example.com:8444",
        "/consoles, https://ops.example.com:8444"
    })
    void neitherIsThePlayersSideChangedFromTheConsoleNorTheOtherWayRound(String path, String origin) throws Exception {
        assertForbidden(Requests.post(path).header("Origin", origin));
    }

    @Test
    void aForeignOriginIsForbiddenAlsoWithAPermittedReferer() throws Exception {
        assertForbidden(Requests.post("/")
                .header("Origin", "https://evil.example")
                .header("Referer", "https://lottery.example.com/c/spring"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://lottery.example.com/c/spring",
                "https://lottery.example.com/",
                "https://lottery.example.com"
            })
    void withoutAnOriginTheRefererDecides(String referer) throws Exception {
        assertPasses(Requests.post("/").header("Referer", referer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "https://lottery.example.com.evil.example/",
                "https://lottery.example.comevil/",
                "https://lottery.example.com@evil.example/",
                "https://evil.example/?https://lottery.example.com/",
                ""
            })
    void aForeignRefererIsForbidden(String referer) throws Exception {
        assertForbidden(Requests.post("/").header("Referer", referer));
    }

    @Test
    void withoutOriginAndRefererAChangeIsForbiddenAndTheHostHeaderIsNotUsed() throws Exception {
        assertForbidden(Requests.post("/").header("Host", "lottery.example.com"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "post", "TRACE", "CONNECT", "ANYTHING"})
    void everyMethodThatMayChangeSomethingIsChecked(String method) throws Exception {
        assertForbidden(Requests.of(method));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void readingIsForEverybody(String method) throws Exception {
        assertPasses(Requests.of(method).header("Origin", "https://evil.example"));
    }

    private void assertPasses(Requests exchange) throws Exception {
        filter.doFilter(exchange.request, exchange.response, chain);
        verify(chain).doFilter(exchange.request, exchange.response);
    }

    private void assertForbidden(Requests exchange) throws Exception {
        RequestRejectedException refused = assertThrows(
                RequestRejectedException.class, () -> filter.doFilter(exchange.request, exchange.response, chain));
        assertEquals(Notice.FORBIDDEN, refused.notice());
        verify(chain, never()).doFilter(any(), any());
    }
}
