package org.turntable.failover;

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
 * Where people's commands reach the running agent: a socket in its folder, so that who may enter the folder may command. The agent does
 * what is asked on its one thread; a command never touches the databases itself.
 */
public final class ControlSocket implements AutoCloseable {
    private static final long LIMIT_SECONDS = 90;
    private static final int MOST_WORDS = 100;

    private final ServerSocketChannel server;
    private final Agent agent;

    /** Opens it, in a folder whose lock is held. */
    public ControlSocket(Path socket, Agent agent) throws IOException {
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
            Map<String, String> words = new LinkedHashMap<>(read(new DataInputStream(Channels.newInputStream(caller))));
            write(new DataOutputStream(Channels.newOutputStream(caller)), outcome(String.valueOf(words.remove("verb")), words));
        } catch (IOException left) {
            // Whoever asked has gone; what was asked is done or refused all the same.
        }
    }

    private Map<String, String> outcome(String verb, Map<String, String> words) {
        try {
            return agent.give(verb, words).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException refused) {
            return Map.of("refused", String.valueOf(refused.getCause().getMessage()));
        } catch (TimeoutException late) {
            return Map.of("refused", "the agent did not come to it within " + LIMIT_SECONDS + " s");
        } catch (InterruptedException ending) {
            return Map.of("refused", "the agent ends");
        }
    }

    /**
     * Asks the agent whose socket that is.
     *
     * @return its answer by name
     * @throws Refusal     with its reason
     * @throws IOException when no agent answers there
     */
    public static Map<String, String> ask(Path socket, String verb, Map<String, String> words) throws IOException, Refusal {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            Map<String, String> all = new LinkedHashMap<>(words);
            all.put("verb", verb);
            write(new DataOutputStream(Channels.newOutputStream(channel)), all);
            Map<String, String> answer = read(new DataInputStream(Channels.newInputStream(channel)));
            if (answer.containsKey("refused")) {
                throw new Refusal(answer.get("refused"));
            }
            return answer;
        }
    }

    private static void write(DataOutputStream out, Map<String, String> words) throws IOException {
        out.writeInt(words.size());
        for (Map.Entry<String, String> word : words.entrySet()) {
            out.writeUTF(word.getKey());
            out.writeUTF(word.getValue().substring(0, Math.min(word.getValue().length(), 10_000)));
        }
        out.flush();
    }

    private static Map<String, String> read(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST_WORDS) {
            throw new IOException("not a command");
        }
        Map<String, String> words = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            words.put(in.readUTF(), in.readUTF());
        }
        return words;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
