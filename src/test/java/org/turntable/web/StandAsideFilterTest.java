package org.turntable.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StandAsideFilterTest {
    private final AtomicBoolean aside = new AtomicBoolean(true);
    private final AtomicBoolean passed = new AtomicBoolean();
    private final StandAsideFilter filter = new StandAsideFilter(aside::get, Set.of("/readyz"), new Answers(TestViews.VIEWS));

    @Test
    void aPlayerIsToldNothingWasDoneSoThatTheEdgeAsksAnotherNode() throws Exception {
        Requests tap = Requests.post("/c/golden-week/draws").header("Accept", "application/json");
        go(tap);
        assertEquals(502, tap.status);
        assertFalse(passed.get(), "something was done");
        assertTrue(tap.text().contains("\"status\":\"busy\""), tap.text());
    }

    @Test
    void withoutAnEdgeAPlayerSeesAFriendlyPage() throws Exception {
        Requests visit = Requests.get("/c/golden-week");
        go(visit);
        assertEquals(502, visit.status);
        assertTrue(visit.text().contains("</html>"), visit.text());
    }

    @Test
    void opsAreAnsweredAllTheSame() throws Exception {
        go(Requests.get("/readyz"));
        assertTrue(passed.get());
    }

    @Test
    void aNodeThatServesServes() throws Exception {
        aside.set(false);
        go(Requests.get("/c/golden-week"));
        assertTrue(passed.get());
    }

    private void go(Requests exchange) throws Exception {
        filter.doFilter(exchange.request, exchange.response, (request, response) -> passed.set(true));
    }
}
