package org.turntable.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.servlet.http.HttpServlet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {
    private final HttpServlet home = servlet();
    private final HttpServlet campaign = servlet();
    private final HttpServlet rules = servlet();
    private final HttpServlet draw = servlet();
    private final HttpServlet named = servlet();
    private final Router router = new Router()
            .route("/", home)
            .route("/c/{slug}", campaign)
            .route("/c/{slug}/{page}", named)
            .route("/c/{slug}/rules", rules)
            .route("/c/{slug}/draws/{number}", draw);

    @Test
    void aPathIsFoundWithTheValuesOfItsVariables() {
        assertFound(home, Map.of(), "/");
        assertFound(campaign, Map.of("slug", "spring"), "/c/spring");
        assertFound(draw, Map.of("slug", "spring", "number", "12"), "/c/spring/draws/12");
    }

    @Test
    void aLiteralSegmentWinsOverAVariableInAnyOrderOfAdding() {
        assertFound(rules, Map.of("slug", "spring"), "/c/spring/rules");
        assertFound(named, Map.of("slug", "spring", "page", "prizes"), "/c/spring/prizes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/c",
                "/c/",
                "//",
                "/d/spring",
                "/c//rules",
                "/c/spring/",
                "/c/spring/draws/12/more",
                "/C/spring",
                "/c/spring/draws/"
            })
    void aPathWithoutARouteIsNotFound(String path) {
        assertEquals(Optional.empty(), router.find(path));
    }

    @Test
    void twoServletsForOnePathAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> router.route("/c/{slug}", servlet()));
        assertThrows(
                IllegalArgumentException.class,
                () -> router.route("/c/{name}", servlet()),
                "another name of the variable makes no other path");
        assertThrows(IllegalArgumentException.class, () -> router.route("c", servlet()));
    }

    @Test
    void allRoutesCanBeListed() {
        assertEquals(
                Set.of("/", "/c/{slug}", "/c/{slug}/{page}", "/c/{slug}/rules", "/c/{slug}/draws/{number}"),
                router.templates().keySet());
        assertSame(rules, router.templates().get("/c/{slug}/rules"));
    }

    private void assertFound(HttpServlet servlet, Map<String, String> variables, String path) {
        Router.Match match = router.find(path).orElseThrow();
        assertSame(servlet, match.servlet());
        assertEquals(variables, match.variables());
    }

    private static HttpServlet servlet() {
        return new HttpServlet() {};
    }
}
