package org.turntable.testing.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy that simulates a slow mobile network in front of a local port: each byte is delayed by half a round trip, all
 * connections share the bandwidth, and a new connection takes one round trip before its first byte, as the TCP
 * handshake does. The round trips of TLS follow from that.
 */
public final class SlowNetworkProxy implements AutoCloseable {
    private static final byte[] END = new byte[0];

    private final ServerSocket listener;
    private final int target;
    private final long halfTripNanos;
    private final double nanosPerByte;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread made = new Thread(work, "bad line");
        made.setDaemon(true);
        return made;
    });
    private final AtomicInteger connections = new AtomicInteger();
    private final long[] freeAt = new long[2];

    /** Bytes in transit, and when they arrive. */
    private record Arrival(long at, byte[] bytes) {}

    /**
     * @param target the port on loopback to which it forwards
     * @param roundTripMs the round-trip time
     * @param bitsPerSecond in each direction
     */
    public SlowNetworkProxy(int target, int roundTripMs, int bitsPerSecond) throws IOException {
        this.target = target;
        this.halfTripNanos = TimeUnit.MILLISECONDS.toNanos(roundTripMs) / 2;
        this.nanosPerByte = 8e9 / bitsPerSecond;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** The port to which clients connect. */
    public int port() {
        return listener.getLocalPort();
    }

    /** How many connections were made so far. */
    public int connections() {
        return connections.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket phone = listener.accept();
                connections.incrementAndGet();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                phone.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                long established = System.nanoTime() + 2 * halfTripNanos;
                carry(phone, server, 0, established);
                carry(server, phone, 1, established);
            } catch (IOException | RejectedExecutionException closed) {
                // The listener was closed, or the client closed its connection at once.
            }
        }
    }

    private void carry(Socket from, Socket to, int direction, long established) {
        BlockingQueue<Arrival> way = new LinkedBlockingQueue<>();
        threads.execute(() -> {
            byte[] buffer = new byte[1_400];
            try (InputStream in = from.getInputStream()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    way.add(new Arrival(arrival(direction, read, established), Arrays.copyOf(buffer, read)));
                }
            } catch (IOException closed) {
                // The other side is closed below.
            }
            way.add(new Arrival(System.nanoTime(), END));
        });
        threads.execute(() -> {
            try (OutputStream out = to.getOutputStream()) {
                for (Arrival next = way.take(); next.bytes() != END; next = way.take()) {
                    TimeUnit.NANOSECONDS.sleep(Math.max(0, next.at() - System.nanoTime()));
                    out.write(next.bytes());
                    out.flush();
                }
            } catch (IOException closed) {
                // The client or the server has closed the connection.
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** When bytes that are sent now arrive: after the bytes before them, at the configured bandwidth and delay. */
    private long arrival(int direction, int bytes, long established) {
        synchronized (freeAt) {
            long leaves = Math.max(Math.max(System.nanoTime(), established), freeAt[direction]);
            freeAt[direction] = leaves + (long) (bytes * nanosPerByte);
            return freeAt[direction] + halfTripNanos;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
