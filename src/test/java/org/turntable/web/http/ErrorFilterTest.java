package org.turntable.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.turntable.web.page.Notice;

class ErrorFilterTest {
    private static final Map<Notice, Integer> STATUS = Map.ofEntries(
            Map.entry(Notice.NOT_SIGNED_IN, 401),
            Map.entry(Notice.FORBIDDEN, 403),
            Map.entry(Notice.BLOCKED, 403),
            Map.entry(Notice.BAD_REQUEST, 400),
            Map.entry(Notice.NOT_FOUND, 404),
            Map.entry(Notice.NOT_BEGUN, 409),
            Map.entry(Notice.ENDED, 409),
            Map.entry(Notice.PAUSED, 409),
            Map.entry(Notice.NO_CHANCES_TODAY, 409),
            Map.entry(Notice.NO_CHANCES, 409),
            Map.entry(Notice.REFRESH, 409),
            Map.entry(Notice.BUSY, 503));

    private final ErrorFilter filter = new ErrorFilter(new Responses(TestViews.VIEWS));

    @ParameterizedTest
    @EnumSource
    void eachRefusalIsAnsweredInJsonWithItsStatusItsSentenceAndTheRequestsId(Notice notice) throws Exception {
        Requests exchange = Requests.post("/c/spring/draws")
                .header("Accept", "application/json")
                .header("Accept-Language", "en");
        new RequestIdFilter()
                .doFilter(
                        exchange.request,
                        exchange.response,
                        (request, response) -> filter.doFilter(
                                request,
                                response,
                                thatThrows(new RequestRejectedException(notice, "for the log alone"))));
        assertEquals(STATUS.get(notice), exchange.status);
        JsonNode json = new ObjectMapper().readTree(exchange.text());
        assertEquals(notice.code(), json.get("status").asText());
        assertEquals(
                TestViews.VIEWS.messages().text(org.turntable.web.page.Lang.EN, notice.messageKey()),
                json.get("message").asText());
        assertEquals(exchange.headers.get("X-Request-Id"), json.get("requestId").asText());
        assertEquals("no-store", exchange.headers.get("Cache-Control"));
        assertFalse(exchange.text().contains("for the log alone"));
        assertEquals(
                notice == Notice.BUSY, json.get("retryAfterMs").isNumber(), "only busy may be tried again at once");
        assertEquals(notice == Notice.BUSY ? "1" : null, exchange.headers.get("Retry-After"));
    }

    @Test
    void retriesOfClientsThatWereRefusedTogetherHaveJitter() throws Exception {
        java.util.Set<Integer> retries = new java.util.HashSet<>();
        for (int i = 0; i < 200; i++) {
            Requests exchange = Requests.post("/").header("Accept", "application/json");
            filter.doFilter(
                    exchange.request, exchange.response, thatThrows(new RequestRejectedException(Notice.BUSY, "busy")));
            retries.add(new ObjectMapper()
                    .readTree(exchange.text())
                    .get("retryAfterMs")
                    .asInt());
        }
        assertTrue(retries.size() > 50 && retries.stream().allMatch(ms -> ms >= 800 && ms < 1_600), retries.toString());
    }

    @ParameterizedTest
    @EnumSource
    void aPlayerWithoutJavaScriptGetsAPageOfTheSameStatus(Notice notice) throws Exception {
        Requests exchange = Requests.get("/c/spring");
        filter.doFilter(
                exchange.request,
                exchange.response,
                thatThrows(new RequestRejectedException(notice, "for the log alone")));
        assertEquals(STATUS.get(notice), exchange.status);
        assertTrue(exchange.headers.get("Content-Type").startsWith("text/html"));
        assertTrue(exchange.text().contains("<html lang=\"zh-CN\""), exchange.text());
        assertFalse(exchange.text().contains("for the log alone"));
    }

    @Test
    void anInternalErrorIsFiveHundredWithoutDetails() throws Exception {
        for (Exception failure : new Exception[] {
            new IllegalStateException("jdbc:mariadb://10.0.0.1 secret"),
            new ServletException("secret"),
            new IOException("secret")
        }) {
            for (String accept : new String[] {"application/json", "text/html"}) {
                Requests exchange = Requests.get("/c/spring").header("Accept", accept);
                exchange.body.writeBytes("half a page".getBytes());
                filter.doFilter(exchange.request, exchange.response, thatThrows(failure));
                assertEquals(500, exchange.status);
                for (String detail : new String[] {"secret", "jdbc", "Exception", "at org.", "half a page"}) {
                    assertFalse(exchange.text().contains(detail), exchange.text());
                }
            }
        }
    }

    @Test
    void theJsonOfAFailureHasTheWordErrorAndTheRequestId() throws Exception {
        Requests exchange =
                Requests.get("/c/spring").header("Accept", "application/json").header("X-Request-Id", "0123456789");
        new RequestIdFilter()
                .doFilter(
                        exchange.request,
                        exchange.response,
                        (request, response) ->
                                filter.doFilter(request, response, thatThrows(new IllegalStateException("secret"))));
        JsonNode json = new ObjectMapper().readTree(exchange.text());
        assertEquals("error", json.get("status").asText());
        assertEquals("0123456789", json.get("requestId").asText());
    }

    @Test
    void aCommittedResponseIsNotChanged() throws Exception {
        Requests exchange = Requests.get("/c/spring");
        when(exchange.response.isCommitted()).thenReturn(true);
        assertThrows(
                IllegalStateException.class,
                () -> filter.doFilter(
                        exchange.request, exchange.response, thatThrows(new IllegalStateException("late"))));
        filter.doFilter(
                exchange.request, exchange.response, thatThrows(new RequestRejectedException(Notice.BUSY, "late")));
        assertEquals("", exchange.text());
        assertEquals(200, exchange.status);
    }

    @Test
    void aSuccessfulResponseIsNotChanged() throws Exception {
        Requests exchange = Requests.get("/c/spring");
        filter.doFilter(
                exchange.request,
                exchange.response,
                (request, response) -> response.getOutputStream().write("fine".getBytes()));
        assertEquals("fine", exchange.text());
        assertEquals(200, exchange.status);
    }

    private static FilterChain thatThrows(Exception failure) {
        return (request, response) -> {
            if (failure instanceof IOException io) {
                throw io;
            }
            if (failure instanceof ServletException servlet) {
                throw servlet;
            }
            throw (RuntimeException) failure;
        };
    }
}
