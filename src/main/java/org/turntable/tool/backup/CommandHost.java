package org.turntable.tool.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A host that is reached by a command such as ssh, run without a shell. */
public final class CommandHost implements DatabaseHost {
    private static final int MAX_ERROR_CHARS = 600;

    private final String address;
    private final List<String> command;

    /**
     * @param address the server there, address:port
     * @param template the command's words; {host} and {port} are replaced by those of the address
     */
    public CommandHost(String address, List<String> template) {
        this.address = address;
        int colon = address.lastIndexOf(':');
        this.command = template.stream()
                .map(word -> word.replace("{host}", address.substring(0, colon))
                        .replace("{port}", address.substring(colon + 1)))
                .toList();
    }

    /** The exchange with the running command. */
    private interface Exchange {
        void with(Process process) throws IOException, HostException;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public HostState state() throws HostException {
        try {
            return HostState.of(perform("state"));
        } catch (IllegalArgumentException malformed) {
            throw new HostException(address + " reports an invalid state: " + malformed.getMessage(), malformed);
        }
    }

    @Override
    public Map<String, String> perform(String action, String... arguments) throws HostException {
        List<String> words = new ArrayList<>(List.of(action));
        words.addAll(List.of(arguments));
        StringBuilder answer = new StringBuilder();
        run(words, process -> {
            process.getOutputStream().close();
            answer.append(DatabaseHost.text(process.getInputStream()));
        });
        return fields(answer.toString());
    }

    @Override
    public void backup(OutputStream sink) throws HostException {
        run(List.of("backup"), process -> {
            process.getOutputStream().close();
            process.getInputStream().transferTo(sink);
        });
    }

    @Override
    public Map<String, String> receive(Source source) throws HostException {
        StringBuilder answer = new StringBuilder();
        run(List.of("receive"), process -> {
            try (OutputStream stdin = process.getOutputStream()) {
                source.into(stdin);
            } catch (HostException failed) {
                // Otherwise a truncated copy would look complete.
                process.destroy();
                throw failed;
            }
            answer.append(DatabaseHost.text(process.getInputStream()));
        });
        return fields(answer.toString());
    }

    private void run(List<String> words, Exchange exchange) throws HostException {
        List<String> commandLine = new ArrayList<>(command);
        commandLine.addAll(words);
        Process process;
        try {
            process = new ProcessBuilder(commandLine).start();
        } catch (IOException none) {
            throw new HostException("backup.command cannot be run: " + none.getMessage(), none);
        }
        CompletableFuture<String> stderr = CompletableFuture.supplyAsync(() -> readTail(process.getErrorStream()));
        IOException broken = null;
        try {
            exchange.with(process);
        } catch (IOException brokenPipe) {
            broken = brokenPipe;
        } catch (HostException failed) {
            process.destroy();
            throw failed;
        }
        try {
            int exit = process.waitFor();
            if (exit != 0 || broken != null) {
                String message = stderr.join().strip();
                throw new HostException(
                        address + " could not do " + words.get(0) + " (exit code " + exit + "): "
                                + (message.isEmpty()
                                        ? broken == null ? "without a message" : broken.getMessage()
                                        : message.replaceAll("\\s*\\R\\s*", " | ")),
                        broken);
            }
        } catch (InterruptedException stopped) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new HostException("interrupted", stopped);
        }
    }

    /** The end of the command's stderr. All of it is read, otherwise the command would block. */
    private static String readTail(InputStream stderr) {
        StringBuilder end = new StringBuilder();
        byte[] buffer = new byte[8_192];
        try {
            for (int read = stderr.read(buffer); read >= 0; read = stderr.read(buffer)) {
                end.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                end.delete(0, Math.max(0, end.length() - MAX_ERROR_CHARS));
            }
        } catch (IOException gone) {
            end.append(gone.getMessage());
        }
        return end.toString();
    }

    private static Map<String, String> fields(String answer) {
        Map<String, String> fields = new LinkedHashMap<>();
        answer.lines()
                .filter(line -> line.indexOf('=') > 0)
                .forEach(line ->
                        fields.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        return fields;
    }
}
