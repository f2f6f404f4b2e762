package org.turntable.testing.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A TCP proxy between two servers that can simulate a network partition: until the connection is restored, nothing is
 * forwarded and nothing is refused. Bytes in transit are forwarded afterwards, and open connections stay open.
 */
public final class TcpProxy implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition restored = lock.newCondition();
    private boolean cut;
    private final AtomicBoolean losing = new AtomicBoolean();
    private volatile boolean closed;

    /** A proxy to a loopback port. */
    public TcpProxy(int target) {
        this.target = target;
        try {
            listener = new ServerSocket();
            listener.bind(new InetSocketAddress(LOOPBACK, Ports.free()));
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        thread(this::accept);
    }

    /** Its address, as host:port. */
    public String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Starts the partition. */
    public void cut() {
        set(true);
    }

    /** Ends the partition. */
    public void restore() {
        set(false);
    }

    /** The next bytes from the server end their connection instead of being forwarded: it did its work, in vain. */
    public void loseNextReply() {
        losing.set(true);
    }

    /** Whether {@link #loseNextReply} has happened. */
    public boolean hasLostReply() {
        return !losing.get();
    }

    private void set(boolean now) {
        lock.lock();
        try {
            cut = now;
            restored.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket caller = listener.accept();
                open.add(caller);
                thread(() -> connect(caller));
            } catch (IOException ended) {
                return;
            }
        }
    }

    private void connect(Socket caller) {
        try {
            awaitMended();
            Socket server = new Socket(LOOPBACK, target);
            open.add(server);
            server.setTcpNoDelay(true);
            caller.setTcpNoDelay(true);
            thread(() -> pass(server, caller, true));
            pass(caller, server, false);
        } catch (IOException refused) {
            end(caller);
        }
    }

    private void pass(Socket from, Socket to, boolean replies) {
        byte[] buffer = new byte[16_384];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                awaitMended();
                if (replies && losing.compareAndSet(true, false)) {
                    break;
                }
                out.write(buffer, 0, length);
            }
            // The end of a connection is not forwarded during a partition either.
            awaitMended();
        } catch (IOException broken) {
            awaitMended();
        }
        end(from);
        end(to);
    }

    private void awaitMended() {
        lock.lock();
        try {
            while (cut && !closed) {
                restored.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void end(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException gone) {
            // The proxy is closed.
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        set(false);
        try {
            listener.close();
        } catch (IOException gone) {
            // The proxy is closed.
        }
        open.forEach(this::end);
    }
}
