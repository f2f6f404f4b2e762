package org.turntable.testing.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClosedLoopTest {
    private static final long STALL_NANOS = 200_000_000;

    private final AtomicInteger served = new AtomicInteger();
    private final ExecutorService workers = Executors.newFixedThreadPool(8);
    private volatile int stallAt;
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(workers);
        server.createContext("/", exchange -> {
            int number = served.incrementAndGet();
            if (number == stallAt) {
                LockSupport.parkNanos(STALL_NANOS);
            }
            byte[] answer = Integer.toString(number).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
        workers.shutdown();
    }

    @Test
    void everyAnswerIsShownToItsScript() throws Exception {
        List<CountingScript> scripts = new ArrayList<>();
        LoadResult result = new ClosedLoop(settings(8, 2, 0), connection -> {
                    CountingScript script = new CountingScript();
                    scripts.add(script);
                    return script;
                })
                .run(() -> {});
        assertEquals(
                served.get(),
                scripts.stream().mapToLong(script -> script.answers).sum());
        assertEquals(served.get(), result.allAnswers());
        assertEquals(result.allRequests(), result.allAnswers());
        assertEquals(8, result.connects());
        assertTrue(result.measuredAnswers() > 0 && result.measuredAnswers() <= result.allAnswers(), result.toString());
        assertTrue(result.p50() > 0 && result.p99() >= result.p50(), result.toString());
    }

    @Test
    void aConstantRateIsNotExceeded() throws Exception {
        LoadResult result = new ClosedLoop(settings(16, 1, 200), connection -> new CountingScript()).run(() -> {});
        assertTrue(result.measuredAnswers() > 0 && result.answersPerSecond() <= 210, result.toString());
    }

    @Test
    void atAConstantRateAStallCountsForEveryRequestThatWasDueInIt() throws Exception {
        stallAt = 15;
        LoadResult result = new ClosedLoop(settings(1, 1, 100), connection -> new CountingScript()).run(() -> {});
        // Of 40 requests due in 400 ms half fell into 200 ms in which nothing was answered; a closed loop would have
        // seen one slow one.
        assertTrue(result.longest() >= 190, result.toString());
        assertTrue(result.p90() >= 90, result.toString());
    }

    @Test
    void aChildProcessRunsAFamilyByItsNameAndBringsItsCountsBack() throws Exception {
        AtomicInteger began = new AtomicInteger();
        LoadResult result = LoadProcess.run(settings(4, 1, 0), began::incrementAndGet);
        assertEquals(1, began.get());
        assertEquals(served.get(), result.counts().get("answers").asLong());
        assertEquals("yes", result.counts().get("settings").asText());
    }

    private LoadSettings settings(int connections, int threads, double rate) {
        return new LoadSettings(
                "127.0.0.1",
                server.getAddress().getPort(),
                connections,
                threads,
                100,
                400,
                rate,
                CountingFamily.class.getName(),
                JsonNodeFactory.instance.objectNode().put("read", "yes"));
    }

    /** Asks for / and counts. */
    private static final class CountingScript implements Script {
        private long answers;

        @Override
        public boolean next(ByteBuffer request) {
            request.put("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return true;
        }

        @Override
        public void answered(int status, byte[] bytes, int start, int length) {
            assertEquals(200, status);
            assertTrue(Integer.parseInt(new String(bytes, start, length, StandardCharsets.US_ASCII)) > 0);
            answers++;
        }

        @Override
        public void failed() {
            throw new AssertionError("the server does not break connections");
        }
    }

    /** Made by name in the child process. */
    public static final class CountingFamily implements ScriptFamily {
        private final List<CountingScript> scripts = new ArrayList<>();
        private String read;

        @Override
        public void open(JsonNode settings, int connections) {
            read = settings.get("read").asText();
        }

        @Override
        public Script script(int connection) {
            scripts.add(new CountingScript());
            return scripts.get(scripts.size() - 1);
        }

        @Override
        public Object counts() {
            return Map.of(
                    "answers",
                    scripts.stream().mapToLong(script -> script.answers).sum(),
                    "settings",
                    read);
        }
    }
}
