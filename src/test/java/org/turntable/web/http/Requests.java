package org.turntable.web.http;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One request and its response, without a container. */
public final class Requests {
    public final HttpServletRequest request = mock(HttpServletRequest.class);
    public final HttpServletResponse response = mock(HttpServletResponse.class);
    public final Map<String, String> headers = new HashMap<>();
    public final List<Cookie> cookies = new ArrayList<>();
    final ByteArrayOutputStream body = new ByteArrayOutputStream();
    public int status = 200;

    private Requests(String method, String path) {
        Map<String, Object> attributes = new HashMap<>();
        when(request.getMethod()).thenReturn(method);
        when(request.getRequestURI()).thenReturn(path);
        when(request.getServletPath()).thenReturn(path);
        when(request.getAttribute(anyString())).thenAnswer(call -> attributes.get(call.<String>getArgument(0)));
        doAnswer(call -> attributes.put(call.getArgument(0), call.getArgument(1)))
                .when(request)
                .setAttribute(anyString(), any());
        doAnswer(call -> headers.put(call.getArgument(0), call.getArgument(1)))
                .when(response)
                .setHeader(anyString(), anyString());
        doAnswer(call -> headers.put("Content-Type", call.getArgument(0)))
                .when(response)
                .setContentType(anyString());
        doAnswer(call -> status = call.getArgument(0)).when(response).setStatus(anyInt());
        doAnswer(call -> cookies.add(call.getArgument(0))).when(response).addCookie(any());
        doAnswer(call -> {
                    body.reset();
                    return null;
                })
                .when(response)
                .resetBuffer();
        try {
            when(response.getOutputStream()).thenReturn(new ServletOutputStream() {
                @Override
                public void write(int b) {
                    body.write(b);
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setWriteListener(WriteListener listener) {
                    throw new UnsupportedOperationException();
                }
            });
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static Requests get(String path) {
        return new Requests("GET", path);
    }

    public static Requests post(String path) {
        return new Requests("POST", path);
    }

    static Requests of(String method) {
        return new Requests(method, "/");
    }

    public Requests header(String name, String value) {
        when(request.getHeader(name)).thenReturn(value);
        return this;
    }

    public Requests parameter(String name, String value) {
        when(request.getParameter(name)).thenReturn(value);
        return this;
    }

    /** Sets the session; null for none. {@code getSession()} creates it. */
    public Requests in(FakeSession holder) {
        when(request.getSession(false)).thenAnswer(call -> holder.session());
        when(request.getSession()).thenAnswer(call -> holder.make());
        when(request.changeSessionId()).thenAnswer(call -> holder.changeId());
        return this;
    }

    public Requests sends(Cookie... sent) {
        when(request.getCookies()).thenReturn(sent);
        return this;
    }

    public String text() {
        return body.toString(StandardCharsets.UTF_8);
    }
}
