package org.turntable.web;

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

/** One request and what was answered, without a container. */
final class Requests {
    final HttpServletRequest request = mock(HttpServletRequest.class);
    final HttpServletResponse response = mock(HttpServletResponse.class);
    final Map<String, String> headers = new HashMap<>();
    final List<Cookie> cookies = new ArrayList<>();
    final ByteArrayOutputStream body = new ByteArrayOutputStream();
    int status = 200;

    private Requests(String method, String path) {
        Map<String, Object> attributes = new HashMap<>();
        when(request.getMethod()).thenReturn(method);
        when(request.getRequestURI()).thenReturn(path);
        when(request.getServletPath()).thenReturn(path);
        when(request.getAttribute(anyString())).thenAnswer(call -> attributes.get(call.<String>getArgument(0)));
        doAnswer(call -> attributes.put(call.getArgument(0), call.getArgument(1))).when(request).setAttribute(anyString(), any());
        doAnswer(call -> headers.put(call.getArgument(0), call.getArgument(1))).when(response).setHeader(anyString(), anyString());
        doAnswer(call -> headers.put("Content-Type", call.getArgument(0))).when(response).setContentType(anyString());
        doAnswer(call -> status = call.getArgument(0)).when(response).setStatus(anyInt());
        doAnswer(call -> cookies.add(call.getArgument(0))).when(response).addCookie(any());
        doAnswer(call -> {
            body.reset();
            return null;
        }).when(response).resetBuffer();
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

    static Requests get(String path) {
        return new Requests("GET", path);
    }

    static Requests post(String path) {
        return new Requests("POST", path);
    }

    static Requests of(String method) {
        return new Requests(method, "/");
    }

    Requests header(String name, String value) {
        when(request.getHeader(name)).thenReturn(value);
        return this;
    }

    Requests parameter(String name, String value) {
        when(request.getParameter(name)).thenReturn(value);
        return this;
    }

    /** Belongs to a session, or to none when it is null; asking for one makes it. */
    Requests in(FakeSession holder) {
        when(request.getSession(false)).thenAnswer(call -> holder.session());
        when(request.getSession()).thenAnswer(call -> holder.make());
        when(request.changeSessionId()).thenAnswer(call -> holder.changeId());
        return this;
    }

    Requests sends(Cookie... sent) {
        when(request.getCookies()).thenReturn(sent);
        return this;
    }

    String text() {
        return body.toString(StandardCharsets.UTF_8);
    }
}
