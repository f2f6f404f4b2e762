package org.turntable.promises.edge;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Heads and bodies that never end, a byte at a time; a connection that the edge ends is opened again. */
final class DrippingAttack implements Attack {
    private static final int CONNECTIONS = 300;

    private final AttackTarget target;
    private final Socket[] sockets = new Socket[CONNECTIONS];
    private boolean closed;

    DrippingAttack(AttackTarget target) {
        this.target = target;
    }

    @Override
    public Duration pause() {
        return Duration.ofSeconds(1);
    }

    @Override
    public synchronized List<String> move(int number) throws IOException {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS && !closed; i++) {
            try {
                if (sockets[i] != null && sockets[i].getInputStream().available() > 0) {
                    answers.add(RawRequest.readAll(sockets[i].getInputStream()));
                    sockets[i].close();
                    sockets[i] = null;
                }
                if (sockets[i] == null) {
                    sockets[i] = begin(i);
                }
                RawRequest.write(sockets[i], kind(i) == 1 ? "1\r\na\r\n" : "a");
            } catch (IOException ended) {
                sockets[i].close();
                sockets[i] = null;
            }
        }
        return answers;
    }

    private Socket begin(int number) throws IOException {
        String origin = target.edge().baseUrl();
        Socket socket = RawRequest.open(AttackTarget.stranger(number), origin, target.tls());
        String[] heads = {
            AttackTarget.head("POST", origin, target.page() + "/draws", "Content-Length: 1000\r\n\r\n"),
            AttackTarget.head("POST", origin, target.page() + "/draws", "Transfer-Encoding: chunked\r\n\r\n"),
            "GET " + target.page() + " HTTP/1.1\r\nHost: x\r\nX-Slow: "
        };
        RawRequest.write(socket, heads[kind(number)]);
        return socket;
    }

    private static int kind(int number) {
        return number % 3;
    }

    @Override
    public boolean isRefusal(String answer) {
        return RawRequest.status(answer) >= 400;
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (Socket socket : sockets) {
            try {
                if (socket != null) {
                    socket.close();
                }
            } catch (IOException gone) {
                // It was to end.
            }
        }
    }
}
