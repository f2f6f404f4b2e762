package org.turntable.tool.command.preflight;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.turntable.tool.line.Finding;

/** Checks that the port of a node is free; if not, names the process that uses it. */
final class HostPort {
    private static final String LISTEN_STATE = "0A";
    private static final int STATE = 3;
    private static final int INODE = 9;

    private final Path root;

    /** @param root parent of proc: / */
    HostPort(Path root) {
        this.root = root;
    }

    /** @param which the connector in the names of the variables: HTTP or OPS */
    Finding check(String which, String address, String digits) {
        if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) > 65_535) {
            return Finding.failed("TURNTABLE_" + which + "_PORT=" + digits, "not a port; write for example 8080");
        }
        int port = Integer.parseInt(digits);
        try (ServerSocket socket = new ServerSocket()) {
            InetAddress wanted = InetAddress.getByName(address);
            if (!wanted.isAnyLocalAddress()
                    && !wanted.isLoopbackAddress()
                    && NetworkInterface.getByInetAddress(wanted) == null) {
                return Finding.failed(
                        "address " + address + " does not belong to this machine",
                        "correct TURNTABLE_" + which + "_ADDRESS");
            }
            // As Tomcat does: connections in TIME_WAIT of a stopped node do not block the port.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(wanted, port));
            return Finding.ok("port " + address + ":" + port + " is free");
        } catch (IOException taken) {
            return Finding.failed(
                    "port " + port + " is used by " + owner(port).orElse("another process"),
                    "stop it, or set another TURNTABLE_" + which + "_PORT");
        }
    }

    /** The process that listens there, if this user may see it. */
    private Optional<String> owner(int port) {
        List<String> sockets = Stream.of("tcp", "tcp6")
                .flatMap(kind -> lines(root.resolve("proc/net").resolve(kind)))
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length > INODE
                        && columns[STATE].equals(LISTEN_STATE)
                        && columns[1].endsWith(String.format(":%04X", port)))
                .map(columns -> "socket:[" + columns[INODE] + "]")
                .toList();
        try (Stream<Path> processes = Files.list(root.resolve("proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(process -> holds(process, sockets))
                    .findFirst()
                    .map(process -> lines(process.resolve("comm")).findFirst().orElse("?") + " ("
                            + process.getFileName() + ")");
        } catch (IOException hidden) {
            return Optional.empty();
        }
    }

    private static boolean holds(Path process, List<String> sockets) {
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            return files.anyMatch(file -> {
                try {
                    return sockets.contains(Files.readSymbolicLink(file).toString());
                } catch (IOException closed) {
                    return false;
                }
            });
        } catch (IOException forbidden) {
            return false;
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException gone) {
            return Stream.empty();
        }
    }
}
