package org.turntable.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.turntable.web.http.Route.Audience;

class RouteTableTest {
    private static final class Page extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {}
    }

    private static final class Form extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {}

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) {}
    }

    private static final class OtherForm extends HttpServlet {
        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {}
    }

    private static final class Derived extends Base {}

    private abstract static class Base extends HttpServlet {
        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) {}
    }

    private final RouteTable table = new RouteTable()
            .group(Audience.PLAYERS)
            .route("/page", Page.class, "A page.")
            .route("/c/{slug}/page", Page.class, "The same page.")
            .group(Audience.OPS, "form=own")
            .route("/form", Form.class, "A form.")
            .group(Audience.OPS, "form=other")
            .route("/form", OtherForm.class, "Another form.");

    @Test
    void theTableIsReadWithoutServlets() {
        assertEquals(
                List.of("/page", "/c/{slug}/page", "/form", "/form"),
                table.routes().stream().map(Route::path).toList());
        assertEquals(
                new Route(Audience.OPS, "form=own", "/form", Form.class, "A form."),
                table.routes().get(2));
    }

    @Test
    void theMethodsAreThoseThatTheServletOverrides() {
        assertEquals(Set.of("GET"), methods(Page.class));
        assertEquals(Set.of("GET", "POST"), methods(Form.class));
        assertEquals(Set.of("GET", "POST"), methods(OtherForm.class));
        assertEquals(Set.of("POST"), methods(Derived.class), "inherited from a base class");
    }

    @Test
    void boundToServletsItLeavesOutConditionalRoutesWithoutOne() {
        Page page = new Page();
        OtherForm other = new OtherForm();
        Router router = table.bind(List.of(page, other));
        assertEquals(Map.of("/page", page, "/c/{slug}/page", page, "/form", other), router.templates());
        assertSame(
                page,
                table.bind(List.of(page)).find("/c/spring/page").orElseThrow().servlet());
    }

    @Test
    void aMissingOrSuperfluousServletStopsTheStart() {
        Page page = new Page();
        assertThrows(IllegalArgumentException.class, () -> table.bind(List.of()), "no servlet for /page");
        assertThrows(IllegalArgumentException.class, () -> table.bind(List.of(page, new Page())), "one class twice");
        assertThrows(IllegalArgumentException.class, () -> table.bind(List.of(page, new Derived())), "no route");
        assertThrows(
                IllegalArgumentException.class,
                () -> table.bind(List.of(page, new Form(), new OtherForm())),
                "both servlets for /form");
    }

    @Test
    void aRouteNeedsAGroup() {
        assertThrows(IllegalStateException.class, () -> new RouteTable().route("/page", Page.class, "A page."));
    }

    private static Set<String> methods(Class<? extends HttpServlet> servlet) {
        return new Route(Audience.PLAYERS, "", "/", servlet, "").methods();
    }
}
