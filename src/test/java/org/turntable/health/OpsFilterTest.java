package org.turntable.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpsFilterTest {
    private static final int PLAYERS = 8080;
    private static final int OPS = 8090;
    private static final int PASSED = 200;
    private static final String TOKEN = "a-token-of-more-than-thirty-two-letters";
    private static final Map<String, String> SHOWN = Map.of("Authorization", "Bearer " + TOKEN);

    private OptionalInt connector = OptionalInt.of(OPS);
    private Optional<String> token = Optional.of(TOKEN);

    @ParameterizedTest
    @ValueSource(strings = {"/readyz", "/drain"})
    void pathsForOpsAreServedOnTheirConnectorAlone(String path) throws Exception {
        assertEquals(PASSED, ask(OPS, path, "10.0.0.9", Map.of()));
        assertEquals(404, ask(PLAYERS, path, "10.0.0.9", Map.of()));
        assertEquals(404, ask(PLAYERS, path, "127.0.0.1", SHOWN), "not even a bastion, where there is a connector");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/c/spring", "/console", "/readyz/", "/error", "/assets/x.css"})
    void nothingElseIsServedThere(String path) throws Exception {
        assertEquals(404, ask(OPS, path, "127.0.0.1", SHOWN));
        assertEquals(PASSED, ask(PLAYERS, path, "10.0.0.9", Map.of()));
    }

    @Test
    void onAServerXmlFromBeforeOnlyABastionWithTheTokenIsServed() throws Exception {
        connector = OptionalInt.empty();
        assertEquals(PASSED, ask(PLAYERS, "/status", "127.0.0.1", SHOWN));
        assertEquals(404, ask(PLAYERS, "/status", "127.0.0.1", Map.of()));
        assertEquals(404, ask(PLAYERS, "/status", "127.0.0.1", Map.of("Authorization", "Bearer x")));
        assertEquals(404, ask(PLAYERS, "/status", "10.0.0.9", SHOWN));
        token = Optional.empty();
        assertEquals(404, ask(PLAYERS, "/status", "127.0.0.1", Map.of("Authorization", "Bearer ")));
        assertEquals(PASSED, ask(PLAYERS, "/c/spring", "10.0.0.9", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Real-IP", "Forwarded", "Via"})
    void whatCameThroughAProxyIsNotFromABastion(String header) throws Exception {
        connector = OptionalInt.empty();
        assertEquals(
                404, ask(PLAYERS, "/status", "127.0.0.1", Map.of("Authorization", "Bearer " + TOKEN, header, "x")));
    }

    private int ask(int port, String path, String from, Map<String, String> headers) throws Exception {
        HttpServletRequest request = mock(HttpServletRequest.class);
        HttpServletResponse response = mock(HttpServletResponse.class);
        int[] status = {0};
        when(request.getLocalPort()).thenReturn(port);
        when(request.getServletPath()).thenReturn(path);
        when(request.getRemoteAddr()).thenReturn(from);
        headers.forEach((name, value) -> when(request.getHeader(name)).thenReturn(value));
        when(response.getOutputStream()).thenReturn(mock(ServletOutputStream.class));
        doAnswer(call -> status[0] = call.getArgument(0)).when(response).setStatus(anyInt());
        doAnswer(call -> status[0] = call.getArgument(0)).when(response).sendError(anyInt());
        new OpsFilter(
                        Set.of("/readyz", "/drain", "/status"),
                        new OpsConnector(connector, Pattern.compile("127\\.0\\.0\\.1")),
                        new OpsToken(token))
                .doFilter(request, response, (ignored, alsoIgnored) -> status[0] = PASSED);
        return status[0];
    }
}
