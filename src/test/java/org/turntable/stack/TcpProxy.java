package org.turntable.stack;

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
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A cable between two servers that can be cut: nothing passes and nothing is refused until it is mended, and what was on its way then goes on,
 * as with real lines. Connections of the time before the cut live on.
 */
public final class TcpProxy implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final ServerSocket door;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition mended = lock.newCondition();
    private boolean cut;
    private volatile boolean closed;

    /** A cable to a loopback port. */
    public TcpProxy(int target) {
        this.target = target;
        try {
            door = new ServerSocket();
            door.bind(new InetSocketAddress(LOOPBACK, Ports.free()));
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        thread(this::accept);
    }

    /** Where it is plugged in. */
    public String address() {
        return "127.0.0.1:" + door.getLocalPort();
    }

    /** Cuts it. */
    public void cut() {
        set(true);
    }

    /** Mends it. */
    public void mend() {
        set(false);
    }

    private void set(boolean now) {
        lock.lock();
        try {
            cut = now;
            mended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket caller = door.accept();
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
            thread(() -> pass(server, caller));
            pass(caller, server);
        } catch (IOException refused) {
            end(caller);
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[16_384];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                awaitMended();
                out.write(buffer, 0, length);
            }
            // The news that one side has hung up travels over the same cable.
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
                mended.awaitUninterruptibly();
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
            // It is closed.
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
            door.close();
        } catch (IOException gone) {
            // It is closed.
        }
        open.forEach(this::end);
    }
}
