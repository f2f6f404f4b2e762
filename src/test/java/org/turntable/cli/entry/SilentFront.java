package org.turntable.cli.entry;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.turntable.stack.Ports;

/** Stands before a name server: questions (datagrams) pass, a change (a connection) passes or not, and its answer never comes back. */
final class SilentFront implements AutoCloseable {
    private final InetSocketAddress server;
    private final boolean passes;
    private final DatagramFront questions;
    private final ServerSocket changes;
    private volatile boolean sawChange;

    SilentFront(InetSocketAddress server, boolean passes) throws IOException {
        this.server = server;
        this.passes = passes;
        int port = Ports.free();
        questions = new DatagramFront("127.0.0.1", port, server);
        changes = new ServerSocket(port, 10, InetAddress.getByName("127.0.0.1"));
        DatagramFront.begin(this::takeChanges);
    }

    int port() {
        return changes.getLocalPort();
    }

    /** Whether a change has come, and has been made where changes pass. */
    boolean sawChange() {
        return sawChange;
    }

    private void takeChanges() throws IOException {
        // Kept open to the end: the sender sees silence and no end.
        Socket sender = changes.accept();
        DataInputStream in = new DataInputStream(sender.getInputStream());
        byte[] change = in.readNBytes(in.readUnsignedShort());
        if (passes) {
            try (Socket onward = new Socket(server.getAddress(), server.getPort())) {
                DataOutputStream out = new DataOutputStream(onward.getOutputStream());
                out.writeShort(change.length);
                out.write(change);
                out.flush();
                DataInputStream answer = new DataInputStream(onward.getInputStream());
                answer.readNBytes(answer.readUnsignedShort());
            }
        }
        sawChange = true;
        in.read();
        sender.close();
    }

    @Override
    public void close() throws IOException {
        questions.close();
        changes.close();
    }
}
