package org.turntable.testing.demo;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.ClusterBuilder;
import org.turntable.testing.stack.Ports;
import org.turntable.testing.stack.TomcatNode;

/**
 * Starts the whole system on this machine: {@code mvn -Pdemo}. Prints one address to open; Ctrl-C stops everything. The
 * port can be chosen with -Ddemo.port=…
 */
public final class Demo {
    private static final int USUAL_PORT = 8080;
    private static final int USUAL_TLS_PORT = 8443;
    private static final int USUAL_CONSOLE_PORT = 8444;
    private static final String OPERATOR = "demo";
    private static final long BEGAN = System.nanoTime();
    private static volatile boolean stopping;

    private Demo() {}

    /**
     * Starts everything and waits for a signal; exits with 1 when the machine lacks something, with 2 when a part does
     * not start.
     */
    public static void main(String[] arguments) throws InterruptedException {
        List<String> obstacles = Machine.obstacles();
        int port = choosePort(obstacles);
        if (!obstacles.isEmpty()) {
            System.out.println();
            System.out.println("The demo cannot start here:");
            obstacles.forEach(obstacle -> System.out.println("  - " + obstacle));
            System.exit(1);
        }
        say("starting; the first time also unpacks MariaDB (300 MB), once for this user");
        ClusterBuilder wanted = Cluster.builder()
                .tomcats(2)
                .nginx()
                .weChat()
                .failoverPair()
                .publicPort(port)
                .tlsPorts(usual(USUAL_TLS_PORT), usual(USUAL_CONSOLE_PORT))
                .progress(Demo::say);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopping = true, "demo-stopping"));
        Cluster cluster;
        try {
            cluster = wanted.start();
        } catch (RuntimeException | AssertionError failed) {
            if (!stopping) {
                System.out.println();
                System.out.println("The demo did not start: " + failed.getMessage());
                System.exit(2);
            }
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(cluster), "demo-stop"));
        tell(
                cluster,
                cluster.ops("operator", "add", OPERATOR, "--by", "demo").replaceAll("(?s).* password (\\S+).*", "$1"));
        new CountDownLatch(1).await();
    }

    private static void stop(Cluster cluster) {
        System.out.println();
        System.out.println("Stopping …");
        cluster.close();
        System.out.println("Everything has ended, and its files are removed.");
    }

    private static int choosePort(List<String> obstacles) {
        String wanted = System.getProperty("demo.port", "").trim();
        if (wanted.isEmpty()) {
            if (Ports.isFree(USUAL_PORT)) {
                return USUAL_PORT;
            }
            int other = Ports.free();
            System.out.println("Port " + USUAL_PORT + " is taken, so the demo uses " + other
                    + " (choose one with -Ddemo.port=…).");
            return other;
        }
        if (!wanted.matches("[0-9]{1,5}") || Integer.parseInt(wanted) < 1024 || Integer.parseInt(wanted) > 65_535) {
            obstacles.add("-Ddemo.port=" + wanted + " is not a port: give a number from 1024 to 65535.");
            return 0;
        }
        int port = Integer.parseInt(wanted);
        if (!Ports.isFree(port)) {
            obstacles.add("Port " + port
                    + " is taken by another program: end that, or choose another port with -Ddemo.port=…");
        }
        return port;
    }

    /** That port, or another where it is taken. */
    private static int usual(int port) {
        return Ports.isFree(port) ? port : Ports.free();
    }

    private static void say(String what) {
        System.out.printf("%6.1f s  %s%n", (System.nanoTime() - BEGAN) / 1e9, what);
    }

    /** Plain HTTP first: it opens in every browser without a warning about the self-signed certificate. */
    private static void tell(Cluster cluster, String password) {
        StringBuilder parts = new StringBuilder();
        parts.append("  entry     ")
                .append(cluster.edge().isPresent() ? "nginx" : "the first Tomcat (install nginx to have it in front)")
                .append('\n');
        cluster.edge()
                .ifPresent(edge -> parts.append("  over TLS  ")
                        .append(edge.secureUrl())
                        .append("/  (HTTP/2; browsers warn: the certificate was made a moment ago, by this demo)\n")
                        .append("  console   ")
                        .append(edge.consoleUrl())
                        .append("/console  as ")
                        .append(OPERATOR)
                        .append(" with ")
                        .append(password)
                        .append("  (the same certificate)\n"));
        for (TomcatNode node : cluster.nodes()) {
            parts.append("  ")
                    .append(String.format("%-9s", node.name()))
                    .append(' ')
                    .append(node.baseUrl())
                    .append(", for ops ")
                    .append(node.opsUrl())
                    .append("/status  log ")
                    .append(node.log())
                    .append('\n');
        }
        parts.append("  mariadb   primary ")
                .append(cluster.pair().primary().address())
                .append(", replica ")
                .append(cluster.pair().replica().address())
                .append(", under the fail-over agent: kill -9 ")
                .append(cluster.failoverPair().writer().pid())
                .append(" and see, or ask it: turntable-ops replica-status\n");
        parts.append("  redis     draws ")
                .append(cluster.draws().address())
                .append(", sessions ")
                .append(cluster.sessions().address())
                .append('\n');
        cluster.weChat()
                .ifPresent(weChat -> parts.append("  wechat    a stand-in at ")
                        .append(weChat.origin())
                        .append(": signing in asks it who you are\n"));
        parts.append("  settings  ").append(cluster.settingsFile()).append(" (passwords are there)\n");
        System.out.println();
        System.out.println("Ready. Open");
        System.out.println();
        System.out.println("    " + cluster.publicUrl() + "/");
        System.out.println();
        System.out.print(parts);
        System.out.println("  Ctrl-C stops everything and removes its files.");
        System.out.flush();
    }
}
