package org.turntable.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.web.warmup.SamplePages;

class AssetsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void twoFiles() throws IOException {
        Files.createDirectories(folder.resolve("assets"));
        Files.writeString(folder.resolve("assets/a.js"), "let a;");
        Files.writeString(folder.resolve("assets/b.css"), "b{}");
    }

    private Assets assets() {
        return new Assets(WebappFolder.context(folder, ""));
    }

    @Test
    void theAddressChangesWithTheContentAndOnlyThen() throws IOException {
        String before = assets().url("a.js");
        assertTrue(before.matches("/assets/a\\.[0-9a-f]{8}\\.js"), before);
        assertEquals(before, assets().url("a.js"));
        Files.writeString(folder.resolve("assets/a.js"), "let b;");
        assertNotEquals(before, assets().url("a.js"));
    }

    @Test
    void aFileThatDoesNotExistFails() {
        Assets assets = assets();
        assertThrows(IllegalArgumentException.class, () -> assets.url("c.js"));
    }

    @Test
    void aMissingFolderOrAFileOfUnknownTypeStopsTheStart() throws IOException {
        assertThrows(
                IllegalStateException.class, () -> new Assets(WebappFolder.context(folder.resolve("elsewhere"), "")));
        Files.writeString(folder.resolve("assets/notes.txt"), "x");
        assertThrows(IllegalStateException.class, this::assets);
    }

    @Test
    void aKnownFileIsCacheableForAYear() throws Exception {
        HttpServletResponse response = mock(HttpServletResponse.class);
        ServletOutputStream out = mock(ServletOutputStream.class);
        when(response.getOutputStream()).thenReturn(out);
        Assets assets = assets();
        new AssetServlet(assets).doGet(asking(assets.url("b.css").substring("/assets".length())), response);
        verify(response).setHeader("Cache-Control", "public, max-age=31536000, immutable");
        verify(response).setContentType("text/css;charset=UTF-8");
        verify(response).setContentLength(3);
        verify(out).write("b{}".getBytes());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"/", "/a.js", "/a.00000000.js", "/../WEB-INF/web.xml", "/assets/a.js", "/a.js/", "/%2e%2e/a.js"})
    void everythingElseIsNotFoundAndNotKept(String path) throws Exception {
        HttpServletResponse response = mock(HttpServletResponse.class);
        new AssetServlet(assets()).doGet(asking(path), response);
        verify(response).sendError(404);
        verify(response).setHeader("Cache-Control", "no-store");
        verify(response, never()).getOutputStream();
        verify(response, never()).setContentType(any());
    }

    @Test
    void aFirstVisitCarriesLessThanThirtyKilobytesBesidesPictures() throws IOException {
        Assets assets = new Assets(WebappFolder.context());
        Messages messages = new Messages();
        Views views = new Views(WebappFolder.context(), messages, assets);
        for (Lang lang : Lang.values()) {
            SamplePages samples = new SamplePages(lang, messages);
            int sum = zipped(views.renderToString(Views.CAMPAIGN, lang, samples.campaign(), samples.pageTheme())
                    .getBytes(StandardCharsets.UTF_8));
            for (String script : List.of("beacon.js", "wechat.js", "wheel.js")) {
                sum += zipped(
                        Files.readAllBytes(WebappFolder.SOURCE.resolve("assets").resolve(script)));
            }
            assertTrue(sum < 30_000, "page, style and scripts are " + sum + " bytes, compressed as nginx does it");
        }
    }

    private static int zipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped) {
            {
                def.setLevel(1); // nginx's own
            }
        }) {
            out.write(bytes);
        }
        return zipped.size();
    }

    private static HttpServletRequest asking(String pathInfo) {
        HttpServletRequest request = mock(HttpServletRequest.class);
        when(request.getPathInfo()).thenReturn(pathInfo);
        return request;
    }
}
