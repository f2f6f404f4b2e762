package org.turntable.testing.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.turntable.testing.stack.TomcatNode;

/**
 * How long a node takes from its process to the first 200 of /readyz, every page rendered and the rehearsal draw
 * played, beside the same Tomcat with an application that has one text file. The node has run before, as on a machine
 * whose service is started again.
 */
final class StartPart {
    private final BenchSystem system;
    private final BenchSettings settings;

    StartPart(BenchSystem system, BenchSettings settings) {
        this.system = system;
        this.settings = settings;
    }

    void run() throws Exception {
        List<Double> turntable = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        Path folder = system.folder().resolve("bare-tomcat");
        Files.createDirectories(folder);
        try (TomcatNode tomcat = new TomcatNode("bare", folder)
                .heap("1g")
                .war(oneTextFile(folder.resolve("one-file.war")), "ROOT.war")
                .readyAt("/ready.txt")) {
            tomcat.start();
            tomcat.stop();
            for (int i = 0; i < settings.rounds(); i++) {
                bare.add(seconds(tomcat::start));
                tomcat.stop();
                system.node().stop();
                turntable.add(seconds(system.node()::start));
            }
        }
        double yardstick = middle(bare);
        double node = middle(turntable);
        System.out.println("\nFrom process to ready (medians of " + settings.rounds() + " starts)\n\n"
                + new Table("what", "s", "of the bare Tomcat")
                        .row("Tomcat, an application of one text file", number(yardstick), "1.00")
                        .row("Turntable's node", number(node), number(node / yardstick)));
    }

    private static double seconds(Runnable start) {
        long from = System.nanoTime();
        start.run();
        return (System.nanoTime() - from) / 1e9;
    }

    private static double middle(List<Double> seconds) {
        return seconds.stream().sorted().skip(seconds.size() / 2).findFirst().orElseThrow();
    }

    private static Path oneTextFile(Path war) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
            zip.putNextEntry(new ZipEntry("ready.txt"));
            zip.write("ready".getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return war;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
