package org.turntable.web.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.node.Routes;
import org.turntable.testing.stack.ProjectFiles;
import org.turntable.web.http.PlainPathFilter;
import org.turntable.web.http.Requests;
import org.turntable.web.http.Responses;
import org.turntable.web.http.TestViews;

class PlainPathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/;/../status",
                "/a;x",
                "/status;",
                "/a%3Bx",
                "/a%3bx",
                "//evil.example/c",
                "/c//spring",
                "/c/spring//",
                "/./status",
                "/c/.",
                "/c/..",
                "/..",
                "/c/../status",
                "/%2e%2e/status",
                "/c/%2E/spring",
                "/c/.%2e/status",
                "/c%2fspring",
                "/c%2Fspring",
                "/c\\spring",
                "/c%5cspring",
                "/c/spring%00",
                "/c/spring%0d%0a",
                "/c/spring%7f",
                "/c/%",
                "/c/%2",
                "/c/%zz",
                "/c/%u3002",
                "/c/%252e%252e/status",
                "/c/%c0%ae%c0%ae/status",
                "/c/%ff",
                "/c/spring#x",
                "/c/spring?x",
                "/c/spring\n",
                "/c/ spring",
                "/c/<spring>",
                "/c/中",
                "c/spring",
                "*",
                ""
            })
    void whatEdgeAndTomcatCouldReadDifferentlyIsRefused(String path) {
        assertFalse(PlainPath.is(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/c/spring",
                "/C/Spring",
                "/c/spring/",
                "/c/spring.",
                "/c/spring...",
                "/c/spring,",
                "/c/spring)",
                "/c/spring!",
                "/c/spring%E3%80%82",
                "/c/spring%22",
                "/c/spring%EF%BC%9B",
                "/assets/wheel.0a1b2c3d.js",
                "/.well-known/acme-challenge/x",
                "/MP_verify_Ab12.txt"
            })
    void anyLetterCaseAndTheMarkThatAPastedLinkEndsWithPass(String path) {
        assertTrue(PlainPath.is(path));
    }

    @Test
    void everyRoutePasses() {
        Routes.TABLE
                .routes()
                .forEach(route -> assertTrue(PlainPath.is(route.path().replaceAll("\\{[^}]*}", "x1")), route.path()));
    }

    @Test
    void aPathAsLongAsTomcatTakesNeedsNoStack() {
        assertTrue(PlainPath.is("/" + "a".repeat(16_000)));
        assertTrue(PlainPath.is("/a".repeat(8_000)));
        assertFalse(PlainPath.is("/a".repeat(8_000) + ";"));
    }

    @Test
    void theEdgeHasTheSameRule() throws IOException {
        String edge = Files.readString(ProjectFiles.file("nginx/parts/paths.conf"));
        assertTrue(edge.contains("    default 1;\n    \"~^" + PlainPath.RULE + "\" 0;\n}"), edge);
    }

    @Test
    void theFilterAnswers400WithoutALinkToTheRequestAndPassesNothingOn() throws Exception {
        AtomicBoolean passed = new AtomicBoolean();
        PlainPathFilter filter = new PlainPathFilter(new Responses(TestViews.VIEWS));
        Requests hostile =
                Requests.get("//evil.example/%2e%2e/wechat/signature").header("Accept", "text/html");
        filter.doFilter(hostile.request, hostile.response, (request, response) -> passed.set(true));
        assertFalse(passed.get());
        assertEquals(400, hostile.status);
        assertFalse(hostile.text().contains("evil"), hostile.text());
        Requests sound = Requests.get("/c/spring");
        filter.doFilter(sound.request, sound.response, (request, response) -> passed.set(true));
        assertTrue(passed.get());
    }
}
