package org.turntable.web;

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

class BeaconServletTest {
    private static final String WECHAT_ON_APPLE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) MicroMessenger/8.0.49";

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final BeaconMetrics metrics = new BeaconMetrics(registry);
    private final BeaconServlet servlet = new BeaconServlet(metrics, new Allowance(new Allowance.Rate(100, 1), new Allowance.Rate(3, 0.5), () -> 0L),
            new Answers(TestViews.VIEWS));

    @Test
    void aPageThatCameUpIsCountedWithItsTimes() throws Exception {
        Requests told = beacon(Map.of("page", "campaign", "kind", "load", "visible", "1400", "ready", "1900"));
        servlet.doPost(told.request, told.response);
        assertEquals(204, told.status);
        String scraped = scraped();
        assertTrue(scraped.contains("turntable_page_visible_seconds_bucket{browser=\"wechat-ios\",page=\"campaign\",le=\"1.5\"} 1"), scraped);
        assertTrue(scraped.contains("turntable_page_ready_seconds_bucket{browser=\"wechat-ios\",page=\"campaign\",le=\"1.5\"} 0"), scraped);
        assertTrue(scraped.contains("turntable_page_ready_seconds_sum{browser=\"wechat-ios\",page=\"campaign\"} 1.9"), scraped);
    }

    @Test
    void whatFailedIsCountedByWhatItWas() throws Exception {
        Requests told = beacon(Map.of("page", "rules", "kind", "error", "error", "blank", "message", "nothing to see"));
        servlet.doPost(told.request, told.response);
        assertEquals(204, told.status);
        assertTrue(scraped().contains("turntable_page_errors_total{browser=\"wechat-ios\",error=\"blank\",page=\"rules\"} 1"), scraped());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "kind=load", "page=campaign", "page=campaign&kind=load", "page=campaign&kind=load&visible=1", "page=campaign&kind=load&visible=-1&ready=1",
        "page=campaign&kind=load&visible=1&ready=600001", "page=campaign&kind=load&visible=1.5&ready=2", "page=campaign&kind=load&visible=99999999999&ready=1",
        "page=CAMPAIGN&kind=load&visible=1&ready=1", "page=home&kind=load&visible=1&ready=1", "page=campaign&kind=error", "page=campaign&kind=error&error=SCRIPT",
        "page=campaign&kind=error&error=anything", "page=campaign&kind=other&error=script"})
    void anythingElseIsRefusedAndCountsNothing(String form) throws IOException {
        Requests told = beacon(Map.of());
        for (String field : form.split("&")) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                told.parameter(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        assertThrows(RequestRefused.class, () -> servlet.doPost(told.request, told.response));
        assertFalse(scraped().contains("wechat-ios"), scraped());
    }

    @Test
    void aLongMessageIsRefused() {
        Requests told = beacon(Map.of("page", "campaign", "kind", "error", "error", "script", "message", "x".repeat(301)));
        assertThrows(RequestRefused.class, () -> servlet.doPost(told.request, told.response));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 2_001})
    void aBodyOfUnknownOrGreatLengthIsRefusedUnread(int length) {
        Requests told = beacon(Map.of("page", "campaign", "kind", "load", "visible", "1", "ready", "1"));
        when(told.request.getContentLength()).thenReturn(length);
        assertThrows(RequestRefused.class, () -> servlet.doPost(told.request, told.response));
        verify(told.request, never()).getParameter("page");
    }

    @Test
    void whoTellsTooMuchIsToldToWait() throws Exception {
        for (int i = 0; i < 3; i++) {
            Requests told = beacon(Map.of("page", "campaign", "kind", "load", "visible", "1", "ready", "1"));
            servlet.doPost(told.request, told.response);
        }
        Requests fourth = beacon(Map.of("page", "campaign", "kind", "load", "visible", "1", "ready", "1"));
        servlet.doPost(fourth.request, fourth.response);
        assertEquals(429, fourth.status);
        assertEquals("2", fourth.headers.get("Retry-After"));
        assertTrue(scraped().contains("turntable_page_ready_seconds_count{browser=\"wechat-ios\",page=\"campaign\"} 3"), scraped());
    }

    @Test
    void everyTenthPageIsAskedAndThoseAskedAreCounted() throws IOException {
        Beacons beacons = new Beacons(metrics);
        int asked = 0;
        for (int i = 0; i < 100; i++) {
            asked += beacons.asks(Beacon.Page.CAMPAIGN) ? 1 : 0;
        }
        assertEquals(10, asked);
        assertTrue(scraped().contains("turntable_page_asked_total{page=\"campaign\"} 10"), scraped());
    }

    private static Requests beacon(Map<String, String> fields) {
        Requests told = Requests.post("/beacon").header("User-Agent", WECHAT_ON_APPLE);
        fields.forEach(told::parameter);
        when(told.request.getRemoteAddr()).thenReturn("203.0.113.9");
        when(told.request.getContentLength()).thenReturn(60);
        return told;
    }

    private String scraped() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new PrometheusTextFormatWriter(false).write(out, registry.scrape());
        return out.toString(StandardCharsets.UTF_8);
    }
}
