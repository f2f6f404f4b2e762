package org.turntable.stack;

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
 * A bad mobile line in front of a port of this machine: everything takes half a round trip, all connections share the bits, and a new
 * connection costs a round trip before its first byte, as TCP's handshake does. What TLS costs on top comes by itself.
 */
public final class BadLine implements AutoCloseable {
    private static final byte[] END = new byte[0];

    private final ServerSocket door;
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

    /** Bytes on their way, and when they arrive. */
    private record Arrival(long at, byte[] bytes) {
    }

    /**
     * @param target        the port on loopback that it leads to
     * @param roundTripMs   there and back
     * @param bitsPerSecond in each direction
     */
    public BadLine(int target, int roundTripMs, int bitsPerSecond) throws IOException {
        this.target = target;
        this.halfTripNanos = TimeUnit.MILLISECONDS.toNanos(roundTripMs) / 2;
        this.nanosPerByte = 8e9 / bitsPerSecond;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** Where phones connect. */
    public int port() {
        return door.getLocalPort();
    }

    /** How many connections were made so far. */
    public int connections() {
        return connections.get();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket phone = door.accept();
                connections.incrementAndGet();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                phone.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                long established = System.nanoTime() + 2 * halfTripNanos;
                carry(phone, server, 0, established);
                carry(server, phone, 1, established);
            } catch (IOException | RejectedExecutionException closed) {
                // The door, or a phone that went away at once.
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
                // Then the other side hears of it below.
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
                // The phone or the server is gone.
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** When bytes that leave now arrive: after those before them, at the line's speed, half a round trip later. */
    private long arrival(int direction, int bytes, long established) {
        synchronized (freeAt) {
            long leaves = Math.max(Math.max(System.nanoTime(), established), freeAt[direction]);
            freeAt[direction] = leaves + (long) (bytes * nanosPerByte);
            return freeAt[direction] + halfTripNanos;
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        threads.shutdownNow();
    }
}
