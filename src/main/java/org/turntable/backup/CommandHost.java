package org.turntable.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A host that is reached by a command, such as ssh; its words are run without a shell here. */
public final class CommandHost implements DatabaseHost {
    private static final int LAST_WORDS = 600;

    private final String address;
    private final List<String> command;

    /**
     * @param address  the server there, address:port
     * @param template the command's words; {host} and {port} in them stand for that address
     */
    public CommandHost(String address, List<String> template) {
        this.address = address;
        int colon = address.lastIndexOf(':');
        this.command = template.stream().map(word -> word.replace("{host}", address.substring(0, colon)).replace("{port}", address.substring(colon + 1))).toList();
    }

    /** What is done with the running command. */
    private interface Talk {
        void with(Process process) throws IOException, HostFailure;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public HostState state() throws HostFailure {
        try {
            return HostState.of(perform("state"));
        } catch (IllegalArgumentException odd) {
            throw new HostFailure(address + " tells something of itself that does not fit: " + odd.getMessage(), odd);
        }
    }

    @Override
    public Map<String, String> perform(String verb, String... arguments) throws HostFailure {
        List<String> words = new ArrayList<>(List.of(verb));
        words.addAll(List.of(arguments));
        StringBuilder answer = new StringBuilder();
        run(words, process -> {
            process.getOutputStream().close();
            answer.append(DatabaseHost.text(process.getInputStream()));
        });
        return facts(answer.toString());
    }

    @Override
    public void backup(OutputStream sink) throws HostFailure {
        run(List.of("backup"), process -> {
            process.getOutputStream().close();
            process.getInputStream().transferTo(sink);
        });
    }

    @Override
    public Map<String, String> receive(Source source) throws HostFailure {
        StringBuilder answer = new StringBuilder();
        run(List.of("receive"), process -> {
            try (OutputStream stdin = process.getOutputStream()) {
                source.into(stdin);
            } catch (HostFailure failed) {
                // Else the half of a copy would look like a whole one that ends here.
                process.destroy();
                throw failed;
            }
            answer.append(DatabaseHost.text(process.getInputStream()));
        });
        return facts(answer.toString());
    }

    private void run(List<String> words, Talk talk) throws HostFailure {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(words);
        Process process;
        try {
            process = new ProcessBuilder(whole).start();
        } catch (IOException none) {
            throw new HostFailure("backup.command cannot be run: " + none.getMessage(), none);
        }
        CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> lastWords(process.getErrorStream()));
        IOException broken = null;
        try {
            talk.with(process);
        } catch (IOException brokenPipe) {
            broken = brokenPipe;
        } catch (HostFailure failed) {
            process.destroy();
            throw failed;
        }
        try {
            int exit = process.waitFor();
            if (exit != 0 || broken != null) {
                String message = said.join().strip();
                throw new HostFailure(address + " could not do " + words.get(0) + " (exit code " + exit + "): "
                        + (message.isEmpty() ? broken == null ? "it said nothing" : broken.getMessage() : message.replaceAll("\\s*\\R\\s*", " | ")), broken);
            }
        } catch (InterruptedException stopped) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new HostFailure("interrupted", stopped);
        }
    }

    /** The end of what the command says on stderr; all of it is read, or it would stand still. */
    private static String lastWords(InputStream stderr) {
        StringBuilder end = new StringBuilder();
        byte[] buffer = new byte[8_192];
        try {
            for (int read = stderr.read(buffer); read >= 0; read = stderr.read(buffer)) {
                end.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                end.delete(0, Math.max(0, end.length() - LAST_WORDS));
            }
        } catch (IOException gone) {
            end.append(gone.getMessage());
        }
        return end.toString();
    }

    private static Map<String, String> facts(String answer) {
        Map<String, String> facts = new LinkedHashMap<>();
        answer.lines().filter(line -> line.indexOf('=') > 0).forEach(line -> facts.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        return facts;
    }
}
