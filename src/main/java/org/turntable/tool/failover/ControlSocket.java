package org.turntable.tool.failover;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The Unix domain socket over which the operators' commands reach the running agent. It lies in the agent's folder, so
 * the permissions of the folder decide who may use it. The agent executes a request on its one thread; a command does
 * not connect to the databases itself.
 */
public final class ControlSocket implements AutoCloseable {
    private static final long LIMIT_SECONDS = 90;
    private static final int MOST_WORDS = 100;

    private final ServerSocketChannel server;
    private final FailoverAgent agent;

    /** Opens the socket in a folder whose lock is held. */
    public ControlSocket(Path socket, FailoverAgent agent) throws IOException {
        Files.deleteIfExists(socket);
        this.agent = agent;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread thread = new Thread(this::accept, "control");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel caller = server.accept();
                Thread one = new Thread(() -> serve(caller), "control-caller");
                one.setDaemon(true);
                one.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(SocketChannel caller) {
        try (caller) {
            Map<String, String> arguments =
                    new LinkedHashMap<>(read(new DataInputStream(Channels.newInputStream(caller))));
            write(
                    new DataOutputStream(Channels.newOutputStream(caller)),
                    submit(String.valueOf(arguments.remove("verb")), arguments));
        } catch (IOException left) {
            // The client has disconnected; its request is executed or refused anyway.
        }
    }

    private Map<String, String> submit(String command, Map<String, String> arguments) {
        try {
            return agent.submit(command, arguments).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException refused) {
            return Map.of("refused", String.valueOf(refused.getCause().getMessage()));
        } catch (TimeoutException late) {
            return Map.of("refused", "the agent did not answer within " + LIMIT_SECONDS + " s");
        } catch (InterruptedException ending) {
            return Map.of("refused", "the agent is stopping");
        }
    }

    /**
     * Sends a request to the agent of that socket and waits for the answer.
     *
     * @return the fields of its answer
     * @throws RequestRefusedException with the agent's reason
     * @throws IOException when no agent answers there
     */
    public static Map<String, String> ask(Path socket, String command, Map<String, String> arguments)
            throws IOException, RequestRefusedException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            Map<String, String> all = new LinkedHashMap<>(arguments);
            all.put("verb", command);
            write(new DataOutputStream(Channels.newOutputStream(channel)), all);
            Map<String, String> answer = read(new DataInputStream(Channels.newInputStream(channel)));
            if (answer.containsKey("refused")) {
                throw new RequestRefusedException(answer.get("refused"));
            }
            return answer;
        }
    }

    private static void write(DataOutputStream out, Map<String, String> arguments) throws IOException {
        out.writeInt(arguments.size());
        for (Map.Entry<String, String> argument : arguments.entrySet()) {
            out.writeUTF(argument.getKey());
            out.writeUTF(argument.getValue()
                    .substring(0, Math.min(argument.getValue().length(), 10_000)));
        }
        out.flush();
    }

    private static Map<String, String> read(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST_WORDS) {
            throw new IOException("not a request of turntable-ops");
        }
        Map<String, String> arguments = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            arguments.put(in.readUTF(), in.readUTF());
        }
        return arguments;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
