package org.turntable.web.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.web.http.RateLimiter;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.http.Requests;
import org.turntable.web.http.Responses;
import org.turntable.web.http.TestViews;

class BeaconServletTest {
    private static final String WECHAT_ON_APPLE =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) MicroMessenger/8.0.49";

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final BeaconMetrics metrics = new BeaconMetrics(registry);
    private final BeaconServlet servlet = new BeaconServlet(
            metrics,
            new RateLimiter(new RateLimiter.Rate(100, 1), new RateLimiter.Rate(3, 0.5), () -> 0L),
            new Responses(TestViews.VIEWS));

    @Test
    void aLoadedPageIsCountedWithItsTimes() throws Exception {
        Requests exchange = beacon(Map.of("page", "campaign", "kind", "load", "visible", "1400", "ready", "1900"));
        servlet.doPost(exchange.request, exchange.response);
        assertEquals(204, exchange.status);
        String scraped = scraped();
        assertTrue(
                scraped.contains(
                        "turntable_page_visible_seconds_bucket{browser=\"wechat-ios\",page=\"campaign\",le=\"1.5\"} 1"),
                scraped);
        assertTrue(
                scraped.contains(
                        "turntable_page_ready_seconds_bucket{browser=\"wechat-ios\",page=\"campaign\",le=\"1.5\"} 0"),
                scraped);
        assertTrue(
                scraped.contains("turntable_page_ready_seconds_sum{browser=\"wechat-ios\",page=\"campaign\"} 1.9"),
                scraped);
    }

    @Test
    void errorsAreCountedByKind() throws Exception {
        Requests exchange =
                beacon(Map.of("page", "rules", "kind", "error", "error", "blank", "message", "nothing to see"));
        servlet.doPost(exchange.request, exchange.response);
        assertEquals(204, exchange.status);
        assertTrue(
                scraped()
                        .contains(
                                "turntable_page_errors_total{browser=\"wechat-ios\",error=\"blank\",page=\"rules\"} 1"),
                scraped());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kind=load",
                "page=campaign",
                "page=campaign&kind=load",
                "page=campaign&kind=load&visible=1",
                "page=campaign&kind=load&visible=-1&ready=1",
                "page=campaign&kind=load&visible=1&ready=600001",
                "page=campaign&kind=load&visible=1.5&ready=2",
                "page=campaign&kind=load&visible=99999999999&ready=1",
                "page=CAMPAIGN&kind=load&visible=1&ready=1",
                "page=home&kind=load&visible=1&ready=1",
                "page=campaign&kind=error",
                "page=campaign&kind=error&error=SCRIPT",
                "page=campaign&kind=error&error=anything",
                "page=campaign&kind=other&error=script"
            })
    void anythingElseIsRefusedAndCountsNothing(String form) throws IOException {
        Requests exchange = beacon(Map.of());
        for (String field : form.split("&")) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                exchange.parameter(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        assertThrows(RequestRejectedException.class, () -> servlet.doPost(exchange.request, exchange.response));
        assertFalse(scraped().contains("wechat-ios"), scraped());
    }

    @Test
    void aLongMessageIsRefused() {
        Requests exchange =
                beacon(Map.of("page", "campaign", "kind", "error", "error", "script", "message", "x".repeat(301)));
        assertThrows(RequestRejectedException.class, () -> servlet.doPost(exchange.request, exchange.response));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 2_001})
    void aBodyOfUnknownOrGreatLengthIsRefusedUnread(int length) {
        Requests exchange = beacon(Map.of("page", "campaign", "kind", "load", "visible", "1", "ready", "1"));
        when(exchange.request.getContentLength()).thenReturn(length);
        assertThrows(RequestRejectedException.class, () -> servlet.doPost(exchange.request, exchange.response));
        verify(exchange.request, never()).getParameter("page");
    }

    @Test
    void aClientOverItsLimitIsRefusedWithARetryTime() throws Exception {
        for (int i = 0; i < 3; i++) {
            Requests exchange = beacon(Map.of("page", "campaign", "kind", "load", "visible", "1", "ready", "1"));
            servlet.doPost(exchange.request, exchange.response);
        }
        Requests fourth = beacon(Map.of("page", "campaign", "kind", "load", "visible", "1", "ready", "1"));
        servlet.doPost(fourth.request, fourth.response);
        assertEquals(429, fourth.status);
        assertEquals("2", fourth.headers.get("Retry-After"));
        assertTrue(
                scraped().contains("turntable_page_ready_seconds_count{browser=\"wechat-ios\",page=\"campaign\"} 3"),
                scraped());
    }

    @Test
    void everyTenthPageIsSampledAndSampledPagesAreCounted() throws IOException {
        BeaconSampler beacons = new BeaconSampler(metrics);
        int asked = 0;
        for (int i = 0; i < 100; i++) {
            asked += beacons.asks(Beacon.Page.CAMPAIGN) ? 1 : 0;
        }
        assertEquals(10, asked);
        assertTrue(scraped().contains("turntable_page_asked_total{page=\"campaign\"} 10"), scraped());
    }

    private static Requests beacon(Map<String, String> fields) {
        Requests exchange = Requests.post("/beacon").header("User-Agent", WECHAT_ON_APPLE);
        fields.forEach(exchange::parameter);
        when(exchange.request.getRemoteAddr()).thenReturn("203.0.113.9");
        when(exchange.request.getContentLength()).thenReturn(60);
        return exchange;
    }

    private String scraped() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new PrometheusTextFormatWriter(false).write(out, registry.scrape());
        return out.toString(StandardCharsets.UTF_8);
    }
}
