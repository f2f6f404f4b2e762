package org.turntable.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DrainFilterTest {
    private final AtomicBoolean draining = new AtomicBoolean(true);
    private final AtomicBoolean passed = new AtomicBoolean();
    private final DrainFilter filter =
            new DrainFilter(draining::get, Set.of("/readyz"), new Responses(TestViews.VIEWS));

    @Test
    void aPlayersRequestGets502SoThatTheEdgeTriesAnotherNode() throws Exception {
        Requests tap = Requests.post("/c/golden-week/draws").header("Accept", "application/json");
        go(tap);
        assertEquals(502, tap.status);
        assertFalse(passed.get(), "something was done");
        assertTrue(tap.text().contains("\"status\":\"busy\""), tap.text());
    }

    @Test
    void withoutAnEdgeAPlayerSeesAMessagePage() throws Exception {
        Requests visit = Requests.get("/c/golden-week");
        go(visit);
        assertEquals(502, visit.status);
        assertTrue(visit.text().contains("</html>"), visit.text());
    }

    @Test
    void opsPathsAreServedWhileDraining() throws Exception {
        go(Requests.get("/readyz"));
        assertTrue(passed.get());
    }

    @Test
    void aNodeThatIsNotDrainingServesPlayers() throws Exception {
        draining.set(false);
        go(Requests.get("/c/golden-week"));
        assertTrue(passed.get());
    }

    private void go(Requests exchange) throws Exception {
        filter.doFilter(exchange.request, exchange.response, (request, response) -> passed.set(true));
    }
}
