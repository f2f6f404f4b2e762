package org.turntable.entry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at the second way in: whether an SSH server answers there, and whether it takes keys alone. Nobody is logged in. */
public final class SshProbe {
    private static final int LIMIT_MILLIS = 5_000;
    private static final int MOST_LINES = 20;
    private static final int USUAL_PORT = 22;
    private static final Pattern OFFERED = Pattern.compile("Permission denied \\(([^)]*)\\)");

    private final Optional<Path> client;
    private final Set<String> lineAddresses;

    /**
     * @param client        the ssh program; empty where none is installed
     * @param lineAddresses the addresses of the players' lines, on which a second way must not hang
     */
    public SshProbe(Optional<Path> client, Set<String> lineAddresses) {
        this.client = client;
        this.lineAddresses = Set.copyOf(lineAddresses);
    }

    /** What was found. */
    public List<Finding> look(String host, int port) {
        List<Finding> findings = new ArrayList<>();
        if (lineAddresses.contains(host)) {
            findings.add(Finding.warning("the address of a players' line", "it is cut with that line; have one of another carrier"));
        }
        if (port == USUAL_PORT) {
            findings.add(Finding.warning("port 22, which everybody tries", "let it listen on another port"));
        }
        Finding banner = banner(host, port);
        findings.add(banner);
        if (!banner.isFailed()) {
            findings.add(client.map(ssh -> methods(ssh, host, port)).orElseGet(() -> Finding.warning("not checked whether it takes keys alone",
                    "install openssh-client here, and probe again")));
        }
        return findings;
    }

    private static Finding banner(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), LIMIT_MILLIS);
            socket.setSoTimeout(LIMIT_MILLIS);
            BufferedReader lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            // A server may say other things first (RFC 4253, 4.2).
            String line = lines.readLine();
            for (int read = 1; line != null && !line.startsWith("SSH-") && read < MOST_LINES; read++) {
                line = lines.readLine();
            }
            if (line == null || !line.startsWith("SSH-")) {
                return Finding.failed("no SSH server answers", "what listens there?");
            }
            return line.startsWith("SSH-2.0-") || line.startsWith("SSH-1.99-") ? Finding.ok(line.substring(0, Math.min(50, line.length())).strip())
                    : Finding.failed(line.strip(), "it speaks an SSH of before 2006; renew it");
        } catch (IOException away) {
            return Finding.failed("no connection (" + away.getMessage() + ")", "does sshd run there, does a firewall let you pass?");
        }
    }

    /** Asks without any proof who one is: the server's refusal lists what it would take. */
    private static Finding methods(Path ssh, String host, int port) {
        // No settings, keys or known hosts of whoever probes: the answer is to be the server's alone.
        List<String> command = List.of(ssh.toString(), "-F", "none", "-o", "BatchMode=yes", "-o", "PreferredAuthentications=none", "-o", "LogLevel=ERROR", "-o",
                "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "GlobalKnownHostsFile=/dev/null", "-o", "ConnectTimeout=5", "-p",
                Integer.toString(port), "--", "turntable-probe@" + host, "exit");
        try {
            Path said = Files.createTempFile("turntable-ssh", ".txt");
            try {
                Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile())
                        .redirectInput(Path.of("/dev/null").toFile()).start();
                if (!process.waitFor(2L * LIMIT_MILLIS, TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    return Finding.failed("silent after its banner", "is sshd overloaded?");
                }
                return judge(process.exitValue(), Files.readString(said));
            } finally {
                Files.deleteIfExists(said);
            }
        } catch (IOException broken) {
            return Finding.warning("not checked whether it takes keys alone", "ssh could not be run here: " + broken.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Finding.warning("not checked whether it takes keys alone", "interrupted");
        }
    }

    static Finding judge(int exitCode, String said) {
        Matcher offered = OFFERED.matcher(said);
        if (exitCode == 0) {
            return Finding.failed("lets anybody in", "close it now");
        }
        if (!offered.find()) {
            return Finding.warning("not checked whether it takes keys alone", "ssh says: " + said.strip().lines().reduce((one, last) -> last).orElse("nothing"));
        }
        return offered.group(1).equals("publickey") ? Finding.ok("takes keys alone (publickey)") : Finding.failed("takes " + offered.group(1),
                "PasswordAuthentication no and KbdInteractiveAuthentication no in sshd_config");
    }
}
