package org.turntable.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

class RequestIdFilterTest {
    private final RequestIdFilter filter = new RequestIdFilter();

    @Test
    void theEdgesIdIsKeptInTheLogAndInTheResponse() throws Exception {
        Requests exchange = Requests.get("/").header("X-Request-Id", "abc-DEF-0123");
        AtomicReference<String> logged = new AtomicReference<>();
        filter.doFilter(exchange.request, exchange.response, (request, response) -> logged.set(MDC.get("requestId")));
        assertEquals("abc-DEF-0123", logged.get());
        assertEquals("abc-DEF-0123", exchange.headers.get("X-Request-Id"));
        assertEquals("abc-DEF-0123", RequestIdFilter.idOf(exchange.request));
        assertNull(MDC.get("requestId"), "the thread's next request is another one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "0123456789 forged line",
                "0123456\n789",
                "<script>alert(1)</script>",
                "id=0123456789",
                "\u4e2d\u4e2d\u4e2d\u4e2d\u4e2d\u4e2d\u4e2d\u4e2d",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void anUnsoundIdIsReplaced(String given) throws Exception {
        assertMade(Requests.get("/").header("X-Request-Id", given), given);
    }

    @Test
    void withoutAnIdOneIsMadeAndEachRequestHasItsOwn() throws Exception {
        assertNotEquals(assertMade(Requests.get("/"), null), assertMade(Requests.get("/"), null));
    }

    @Test
    void theIdIsRemovedFromTheLogContextAlsoAfterAFailure() {
        Requests exchange = Requests.get("/");
        assertThrows(
                IllegalStateException.class,
                () -> filter.doFilter(exchange.request, exchange.response, (request, response) -> {
                    throw new IllegalStateException("failed");
                }));
        assertNull(MDC.get("requestId"));
    }

    @Test
    void aRequestOutsideTheFilterHasAnEmptyId() {
        assertEquals("", RequestIdFilter.idOf(Requests.get("/").request));
    }

    private String assertMade(Requests exchange, String given) throws Exception {
        filter.doFilter(exchange.request, exchange.response, (request, response) -> {});
        String id = exchange.headers.get("X-Request-Id");
        assertNotEquals(given, id);
        assertTrue(id.matches("[0-9a-f]{16}"), id);
        return id;
    }
}
