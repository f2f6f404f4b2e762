package org.turntable.tool.command.line;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.turntable.testing.stack.Ports;

/**
 * A proxy of a name server: queries (UDP) are forwarded, an update (TCP) is forwarded or not, and its answer is never
 * returned.
 */
final class SilentFront implements AutoCloseable {
    private final InetSocketAddress server;
    private final boolean forward;
    private final DatagramFront questions;
    private final ServerSocket changes;
    private volatile boolean receivedChange;

    SilentFront(InetSocketAddress server, boolean forward) throws IOException {
        this.server = server;
        this.forward = forward;
        int port = Ports.free();
        questions = new DatagramFront("127.0.0.1", port, server);
        changes = new ServerSocket(port, 10, InetAddress.getByName("127.0.0.1"));
        DatagramFront.start(this::receiveUpdates);
    }

    int port() {
        return changes.getLocalPort();
    }

    /** Whether an update was received, and was made if updates are forwarded. */
    boolean receivedChange() {
        return receivedChange;
    }

    private void receiveUpdates() throws IOException {
        // Kept open: the sender gets no answer and no end of the connection.
        Socket sender = changes.accept();
        DataInputStream in = new DataInputStream(sender.getInputStream());
        byte[] change = in.readNBytes(in.readUnsignedShort());
        if (forward) {
            try (Socket upstream = new Socket(server.getAddress(), server.getPort())) {
                DataOutputStream out = new DataOutputStream(upstream.getOutputStream());
                out.writeShort(change.length);
                out.write(change);
                out.flush();
                DataInputStream answer = new DataInputStream(upstream.getInputStream());
                answer.readNBytes(answer.readUnsignedShort());
            }
        }
        receivedChange = true;
        in.read();
        sender.close();
    }

    @Override
    public void close() throws IOException {
        questions.close();
        changes.close();
    }
}
