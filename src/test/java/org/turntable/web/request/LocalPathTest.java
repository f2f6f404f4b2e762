package org.turntable.web.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.web.http.Route.Audience.PLAYERS;
import static org.turntable.web.http.Route.Audience.VERIFIERS;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.node.Routes;
import org.turntable.testing.stack.ProjectFiles;
import org.turntable.web.http.ErrorServlet;
import org.turntable.web.http.Requests;
import org.turntable.web.http.Responses;
import org.turntable.web.http.Route;
import org.turntable.web.http.TestViews;

class LocalPathTest {
    /** Answers for scripts, files, and what leads on by itself. */
    private static final Set<String> NO_PAGES = Set.of(
            "/c/{slug}/draws/{number}",
            "/c/{slug}/prizes/{number}/standing",
            "/pictures/{name}",
            "/wechat/callback",
            "/wechat/signature",
            "/wechat/following");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/c/spring",
                "/c/spring/rules?lang=en",
                "/c/spring?notice=busy&lang=zh-CN",
                "/sign-in?return=%2Fc%2Fspring"
            })
    void aPathOfOursIsKept(String path) {
        assertEquals(path, LocalPath.of(path));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "https://evil.example",
                "//evil.example",
                "///evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "/\t/evil.example",
                "/%2Fevil.example",
                "/%5Cevil.example",
                "/.//evil.example",
                "/c//evil.example",
                "/@evil.example",
                "/c@evil.example",
                "/c:80",
                "javascript:alert(1)",
                "/javascript:alert(1)",
                "c/spring",
                " /c/spring",
                "/c/spring ",
                "/c/spring\r\nSet-Cookie: a=b",
                "/c/spring\n",
                "/c/spring#top",
                "/c/<script>",
                "/c/\u4e2d",
                "/\u2044evil.example",
                "http:/evil.example",
                "/..//evil.example",
                "?return=/",
                "/;@evil.example",
                "/evil.example",
                "/console",
                "/error",
                "/drain",
                "/c/spring/draws",
                "/c/spring/rules/x",
                "/wechat/callback?code=x",
                "/c/spring/../x",
                "/c/spring?x=//evil.example",
                "/c/spring?x=;"
            })
    void whateverLeadsElsewhereOrHidesSomethingLeadsHome(String path) {
        assertEquals("/", LocalPath.of(path));
    }

    @Test
    void aPathOfTwoHundredCharactersIsKeptAndALongerOneIsNot() {
        String longest = "/c/spring?" + "a".repeat(190);
        assertEquals(longest, LocalPath.of(longest));
        assertEquals("/", LocalPath.of(longest + "a"));
    }

    /** Each path that answers a GET is a page of this list or is named as none: a new route has to be decided on. */
    @Test
    void thePagesAreThoseOfTheRouteTable() {
        Set<String> pages = new TreeSet<>();
        for (Route route : Routes.TABLE.routes()) {
            String path = route.path()
                    .replaceAll("\\{(number|version)}", "17")
                    .replace("{code}", "Ab-c_9")
                    .replace("{key}", "0123456789abcdef")
                    .replaceAll("\\{[^}]*}", "golden-week");
            if (LocalPath.of(path).equals(path)) {
                assertTrue(route.methods().contains("GET"), () -> route.path() + " is no page");
                assertTrue(Set.of(PLAYERS, VERIFIERS).contains(route.audience()), route.path());
                pages.add(route.path());
            }
        }
        Set<String> expected = Routes.TABLE.routes().stream()
                .filter(route -> Set.of(PLAYERS, VERIFIERS).contains(route.audience()))
                .filter(route -> route.methods().contains("GET"))
                .map(Route::path)
                .filter(path -> !NO_PAGES.contains(path))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(expected, pages);
    }

    @ParameterizedTest
    @CsvSource({
        "/c/spring, /c/spring",
        "/c/spring/draws, /c/spring",
        "/c/spring/draws/17, /c/spring",
        "/c/spring/prizes/17/collect, /c/spring/prizes",
        "/c/spring/rules/3, /c/spring/rules/3",
        "/redeem/confirmations, /redeem",
        "/sign-out, /",
        "/wechat/signature, /",
        "/error, /",
        "/console/sign-in, /",
        "//evil.example/c/spring, /",
        "//evil.example/%2e%2e/wechat/signature, /",
        "/%2Fevil.example, /",
        "/c/spring/..//evil.example, /c/spring",
        "/c/spring;x, /",
        "/c/%3Cscript%3E, /",
        "c, /",
        "*, /",
        "https://evil.example/c/spring, /",
        "'', /"
    })
    void ofARequestNothingRemainsButAPageOfOurs(String path, String page) {
        assertEquals(page, LocalPath.of(Requests.get(path).request));
        assertEquals("/", LocalPath.of(Requests.get(path + "/" + "x".repeat(300)).request));
    }

    @Test
    void anErrorThatTheContainerRaisedLeadsToThePageOfThePathThatWasAskedFor() throws Exception {
        Requests raised = Requests.get("/error").header("Accept", "text/html");
        raised.request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, 405);
        raised.request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, "/c/spring/draws");
        assertEquals("/c/spring", LocalPath.of(raised.request));
        new ErrorServlet(new Responses(TestViews.VIEWS)).service(raised.request, raised.response);
        assertEquals(405, raised.status);
        assertTrue(raised.text().contains("href=\"/c/spring\""), raised.text());
        assertFalse(raised.text().contains("/error"), raised.text());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 429, 500, 503})
    void noMessagePageLinksToAStranger(int status) throws Exception {
        for (String path : List.of("//evil.example/c/spring", "/\\evil.example", "/evil.example")) {
            Requests hostile = Requests.get(path).header("Accept", "text/html");
            Responses.retryAt(hostile.request, path);
            new Responses(TestViews.VIEWS).error(hostile.request, hostile.response, status);
            assertFalse(hostile.text().contains("evil"), hostile.text());
        }
    }

    /** The one place where a request's path becomes a link. The others compare it, or log it. */
    @Test
    void noOtherClassTakesAPathFromARequest() {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.turntable")) {
            for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
                if (call.getTargetOwner().isAssignableTo(HttpServletRequest.class)
                        && Set.of(
                                        "getRequestURI",
                                        "getRequestURL",
                                        "getQueryString",
                                        "getPathInfo",
                                        "getPathTranslated")
                                .contains(call.getName())) {
                    found.add(type.getSimpleName());
                }
            }
        }
        assertEquals(
                Set.of(
                        "AssetServlet",
                        "DispatchServlet",
                        "DrainFilter",
                        "LocalPath",
                        "LoggedPath",
                        "OpsFilter",
                        "PlainPathFilter"),
                found);
    }

    @Test
    void thePageOfTheEdgeComparesItsAddressWithTheSamePages() throws IOException {
        String page = Files.readString(ProjectFiles.file("nginx/pages/back-in-a-moment.html"));
        Matcher rule = Pattern.compile("var pages = /\\^(.*)\\$/;").matcher(page);
        assertTrue(rule.find(), page);
        assertEquals(LocalPath.PAGES, rule.group(1).replace("\\/", "/").replace("|wechat/callback", ""));
        String script = page.substring(page.indexOf("<script>"));
        assertEquals(2, script.split("location\\.pathname|location\\.href", -1).length, script);
        assertTrue(
                script.contains("var page = location.pathname;\n  while (!pages.test(page)) "
                        + "{ page = page.slice(0, page.lastIndexOf('/')) || '/'; }\n  page += location.search;"),
                script);
    }
}
