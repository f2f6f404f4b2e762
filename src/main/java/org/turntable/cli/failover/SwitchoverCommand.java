package org.turntable.cli.failover;

import java.util.LinkedHashMap;
import java.util.Map;
import org.turntable.app.FailoverSettings;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.ToolVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the replica the writer. */
@Command(name = "switchover", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class,
        description = "Makes the replica the writer, within a deadline or not at all: when it is over, the old writer is open again. "
                + "The running agent does it.")
public final class SwitchoverCommand implements Runnable {
    @Spec
    private CommandSpec spec;
    @Mixin
    private CommonOptions common;
    @Mixin
    private PairOrder order;
    @Option(names = "--deadline", defaultValue = "5", paramLabel = "SECONDS",
            description = "After this it is taken back (default: ${DEFAULT-VALUE}).")
    private int deadline;
    @Option(names = "--writer-is-dead",
            description = "The writer is dead and the agent may not act by itself, because it failed over within failover.pause: "
            + "promotes the replica, if it holds every acknowledged row.")
    private boolean dead;
    @Option(names = "--dry-run", description = "Show how the pair stands, and change nothing.")
    private boolean dryRun;

    @Override
    public void run() {
        order.check(spec);
        FailoverSettings settings = common.settings().readFailover();
        if (dryRun) {
            Map<String, String> status = FailoverParts.ask(settings, "status", Map.of());
            PairText.print(spec.commandLine().getOut(), status);
            spec.commandLine().getOut().println(status.get("replica") + " would become the writer. Nothing was changed.");
            return;
        }
        Map<String, String> words = new LinkedHashMap<>(order.words());
        words.put("deadline", Long.toString(Math.max(1, deadline) * 1000L));
        Map<String, String> answer = FailoverParts.ask(settings, dead ? "fail-over" : "switchover", words);
        String pause = answer.containsKey("millis") ? "; nobody was for " + answer.get("millis") + " ms" : "";
        spec.commandLine().getOut().println(answer.get("writer") + " is the writer" + pause + ".");
        spec.commandLine().getOut().flush();
    }
}
