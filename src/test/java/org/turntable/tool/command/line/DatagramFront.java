package org.turntable.tool.command.line;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Forwards UDP datagrams to a name server, to give it a second address: named listens only on addresses of interfaces.
 */
final class DatagramFront implements AutoCloseable {
    private static final int MAX_SIZE = 65_535;

    private final InetSocketAddress server;
    private final DatagramSocket questions;

    DatagramFront(String address, int port, InetSocketAddress server) throws IOException {
        this.server = server;
        questions = new DatagramSocket(port, InetAddress.getByName(address));
        start(this::pass);
    }

    private void pass() throws IOException {
        while (true) {
            DatagramPacket question = new DatagramPacket(new byte[MAX_SIZE], MAX_SIZE);
            questions.receive(question);
            try (DatagramSocket upstream = new DatagramSocket()) {
                upstream.setSoTimeout(2_000);
                upstream.connect(server);
                upstream.send(new DatagramPacket(question.getData(), question.getLength()));
                DatagramPacket answer = new DatagramPacket(new byte[MAX_SIZE], MAX_SIZE);
                upstream.receive(answer);
                questions.send(new DatagramPacket(answer.getData(), answer.getLength(), question.getSocketAddress()));
            }
        }
    }

    /** Runs a loop in a background thread. */
    static void start(Loop loop) {
        Thread thread = new Thread(() -> {
            try {
                loop.run();
            } catch (IOException closed) {
                // Closed at the end of the test.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        questions.close();
    }

    /** A loop that ends with an exception when its socket is closed. */
    interface Loop {
        void run() throws IOException;
    }
}
