package org.turntable.tool.line;

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

/**
 * Checks the SSH access for ops: whether an SSH server answers, and whether it accepts only public keys. It never logs
 * in.
 */
public final class SshProbe {
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int MOST_BANNER_LINES = 20;
    private static final int USUAL_PORT = 22;
    private static final Pattern OFFERED = Pattern.compile("Permission denied \\(([^)]*)\\)");

    private final Optional<Path> client;
    private final Set<String> lineAddresses;

    /**
     * @param client the ssh program; empty if none is installed
     * @param lineAddresses addresses of the entry lines; the access for ops must not depend on them
     */
    public SshProbe(Optional<Path> client, Set<String> lineAddresses) {
        this.client = client;
        this.lineAddresses = Set.copyOf(lineAddresses);
    }

    /** The findings. */
    public List<Finding> probe(String host, int port) {
        List<Finding> findings = new ArrayList<>();
        if (lineAddresses.contains(host)) {
            findings.add(Finding.warning(
                    "the address of a players' line",
                    "it fails together with that line; use a line of another " + "carrier"));
        }
        if (port == USUAL_PORT) {
            findings.add(Finding.warning("port 22, which attackers try first", "use another port"));
        }
        Finding banner = banner(host, port);
        findings.add(banner);
        if (!banner.isFailed()) {
            findings.add(client.map(ssh -> methods(ssh, host, port))
                    .orElseGet(() -> Finding.warning(
                            "not checked whether it accepts only keys",
                            "install openssh-client on this machine and probe again")));
        }
        return findings;
    }

    private static Finding banner(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            // A server may send other lines first (RFC 4253, 4.2).
            String line = lines.readLine();
            for (int read = 1; line != null && !line.startsWith("SSH-") && read < MOST_BANNER_LINES; read++) {
                line = lines.readLine();
            }
            if (line == null || !line.startsWith("SSH-")) {
                return Finding.failed("no SSH server answers", "check which program listens there");
            }
            return line.startsWith("SSH-2.0-") || line.startsWith("SSH-1.99-")
                    ? Finding.ok(line.substring(0, Math.min(50, line.length())).strip())
                    : Finding.failed(line.strip(), "it supports only SSH 1, which is insecure; update it");
        } catch (IOException failed) {
            return Finding.failed(
                    "no connection (" + failed.getMessage() + ")",
                    "check that sshd runs there and that no " + "firewall blocks it");
        }
    }

    /** Connects without credentials: the refusal lists the methods that the server accepts. */
    private static Finding methods(Path ssh, String host, int port) {
        // Without the configuration, keys and known hosts of the current user, so that only the server decides the
        // result.
        List<String> command = List.of(
                ssh.toString(),
                "-F",
                "none",
                "-o",
                "BatchMode=yes",
                "-o",
                "PreferredAuthentications=none",
                "-o",
                "LogLevel=ERROR",
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-o",
                "GlobalKnownHostsFile=/dev/null",
                "-o",
                "ConnectTimeout=5",
                "-p",
                Integer.toString(port),
                "--",
                "turntable-probe@" + host,
                "exit");
        try {
            Path output = Files.createTempFile("turntable-ssh", ".txt");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .redirectInput(Path.of("/dev/null").toFile())
                        .start();
                if (!process.waitFor(2L * TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    return Finding.failed("silent after its banner", "check whether sshd is overloaded");
                }
                return interpret(process.exitValue(), Files.readString(output));
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException broken) {
            return Finding.warning(
                    "not checked whether it accepts only keys", "ssh could not be run here: " + broken.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Finding.warning("not checked whether it accepts only keys", "interrupted");
        }
    }

    static Finding interpret(int exitCode, String output) {
        Matcher offered = OFFERED.matcher(output);
        if (exitCode == 0) {
            return Finding.failed("accepts a login without credentials", "disable this access at once");
        }
        if (!offered.find()) {
            return Finding.warning(
                    "not checked whether it accepts only keys",
                    "ssh says: "
                            + output.strip().lines().reduce((one, last) -> last).orElse("nothing"));
        }
        return offered.group(1).equals("publickey")
                ? Finding.ok("accepts only keys (publickey)")
                : Finding.failed(
                        "accepts " + offered.group(1),
                        "set PasswordAuthentication no and KbdInteractiveAuthentication no in sshd_config");
    }
}
