package org.turntable.cli.entry;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Passes datagrams on to a name server: gives it a second address, since named listens on addresses of interfaces alone. */
final class DatagramFront implements AutoCloseable {
    private static final int LARGEST = 65_535;

    private final InetSocketAddress server;
    private final DatagramSocket questions;

    DatagramFront(String address, int port, InetSocketAddress server) throws IOException {
        this.server = server;
        questions = new DatagramSocket(port, InetAddress.getByName(address));
        begin(this::pass);
    }

    private void pass() throws IOException {
        while (true) {
            DatagramPacket question = new DatagramPacket(new byte[LARGEST], LARGEST);
            questions.receive(question);
            try (DatagramSocket onward = new DatagramSocket()) {
                onward.setSoTimeout(2_000);
                onward.connect(server);
                onward.send(new DatagramPacket(question.getData(), question.getLength()));
                DatagramPacket answer = new DatagramPacket(new byte[LARGEST], LARGEST);
                onward.receive(answer);
                questions.send(new DatagramPacket(answer.getData(), answer.getLength(), question.getSocketAddress()));
            }
        }
    }

    /** Runs it in the background to its end. */
    static void begin(Loop loop) {
        Thread thread = new Thread(() -> {
            try {
                loop.run();
            } catch (IOException closed) {
                // The end of the test.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        questions.close();
    }

    /** What runs. */
    interface Loop {
        void run() throws IOException;
    }
}
