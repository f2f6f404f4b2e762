package org.turntable.wechat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.turntable.wechat.WeChatFailure.Reason;

/**
 * JSON over HTTP within bounds of time and size. A failure names the path that was called and the kind of what went wrong, and nothing else:
 * queries carry secrets and codes, and the messages of libraries may repeat what a server answered.
 */
final class WeChatHttp {
    private static final int LARGEST_BODY = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final Duration exchange;

    /**
     * An answer.
     *
     * @param json an object, always
     */
    record Answer(int status, JsonNode json) {
    }

    WeChatHttp(WeChatLimits limits) {
        exchange = limits.exchange();
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limits.connect()).build();
    }

    /** @throws WeChatFailure with {@link Reason#UNAVAILABLE} when there is no answer in time, or one that is no JSON object */
    Answer get(URI address) {
        return exchange(address, HttpRequest.newBuilder(address).GET());
    }

    /**
     * Sends a JSON object.
     *
     * @throws WeChatFailure as {@link #get} does
     */
    Answer post(URI address, byte[] json, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.ofByteArray(json))
                .header("Content-Type", "application/json; charset=utf-8");
        headers.forEach(request::header);
        return exchange(address, request);
    }

    /** A JSON object as bytes. */
    static byte[] bytes(Map<String, ?> json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts and numbers can be written");
        }
    }

    private Answer exchange(URI address, HttpRequest.Builder request) {
        // HttpRequest.timeout would end with the head of an answer; a body may take for ever. This waits for the whole.
        CompletableFuture<HttpResponse<byte[]>> coming = client.sendAsync(request.build(), head -> new BoundedBody(LARGEST_BODY));
        try {
            HttpResponse<byte[]> whole = coming.get(exchange.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(whole.statusCode(), object(address, whole));
        } catch (TimeoutException late) {
            throw unavailable(address, "has not answered within " + exchange.toMillis() + " ms");
        } catch (ExecutionException failed) {
            throw unavailable(address, "cannot be reached or read: " + failed.getCause().getClass().getSimpleName());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unavailable(address, "was not waited for: this thread is to end");
        } finally {
            coming.cancel(true);
        }
    }

    private static JsonNode object(URI address, HttpResponse<byte[]> whole) {
        JsonNode json = null;
        try {
            json = JSON.readTree(whole.body());
        } catch (IOException noJson) {
            // Told below, without the library's words.
        }
        if (json == null || !json.isObject()) {
            throw unavailable(address, "answered status " + whole.statusCode() + " and " + whole.body().length + " bytes that are no JSON object");
        }
        return json;
    }

    private static WeChatFailure unavailable(URI address, String what) {
        return new WeChatFailure(Reason.UNAVAILABLE, address.getHost() + address.getPath() + " " + what);
    }
}
