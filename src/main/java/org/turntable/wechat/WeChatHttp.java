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
import org.turntable.concurrent.Deadline;
import org.turntable.wechat.WeChatException.Reason;

/**
 * JSON over HTTP with limits of time and size. An exception names the path and the kind of failure only: queries
 * contain secrets and codes, and messages of libraries may repeat parts of an answer.
 */
final class WeChatHttp {
    private static final int MAX_BODY_BYTES = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final Duration total;

    /**
     * An answer.
     *
     * @param json always an object
     */
    record Answer(int status, JsonNode json) {}

    WeChatHttp(WeChatLimits limits) {
        total = limits.total();
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limits.connect())
                .build();
    }

    /**
     * @param deadline of this and the calls before it
     * @throws WeChatException with {@link Reason#UNAVAILABLE} when there is no answer in time, or one that is not a
     *     JSON object
     */
    Answer get(URI address, Deadline deadline) {
        return exchange(address, HttpRequest.newBuilder(address).GET(), deadline);
    }

    /**
     * Sends a JSON object.
     *
     * @throws WeChatException as {@link #get} does
     */
    Answer post(URI address, byte[] json, Map<String, String> headers, Deadline deadline) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .POST(HttpRequest.BodyPublishers.ofByteArray(json))
                .header("Content-Type", "application/json; charset=utf-8");
        headers.forEach(request::header);
        return exchange(address, request, deadline);
    }

    /** A JSON object as bytes. */
    static byte[] bytes(Map<String, ?> json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts and numbers can be written");
        }
    }

    private Answer exchange(URI address, HttpRequest.Builder request, Deadline deadline) {
        long left = deadline.millisLeft(total.toMillis());
        if (left == 0) {
            throw unavailable(address, "was not called, because the time was over");
        }
        // HttpRequest.timeout ends with the headers of an answer; this limit includes the body.
        CompletableFuture<HttpResponse<byte[]>> pending =
                client.sendAsync(request.build(), head -> new BoundedBody(MAX_BODY_BYTES));
        try {
            HttpResponse<byte[]> whole = pending.get(left, TimeUnit.MILLISECONDS);
            return new Answer(whole.statusCode(), object(address, whole));
        } catch (TimeoutException late) {
            throw unavailable(address, "did not answer within " + left + " ms");
        } catch (ExecutionException failed) {
            throw unavailable(
                    address,
                    "cannot be reached, or its answer cannot be read: "
                            + failed.getCause().getClass().getSimpleName());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unavailable(address, "was interrupted while waiting");
        } finally {
            pending.cancel(true);
        }
    }

    private static JsonNode object(URI address, HttpResponse<byte[]> whole) {
        JsonNode json = null;
        try {
            json = JSON.readTree(whole.body());
        } catch (IOException noJson) {
            // Reported below, without the library's message.
        }
        if (json == null || !json.isObject()) {
            throw unavailable(
                    address,
                    "answered status " + whole.statusCode() + " and " + whole.body().length
                            + " bytes that are not a JSON object");
        }
        return json;
    }

    private static WeChatException unavailable(URI address, String what) {
        return new WeChatException(Reason.UNAVAILABLE, address.getHost() + address.getPath() + " " + what);
    }
}
