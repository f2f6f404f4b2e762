package org.turntable.cli.failover;

import java.util.LinkedHashMap;
import java.util.Map;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.common.ToolVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lets the writer answer alone for a while, on purpose. */
@Command(name = "single-copy", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class,
        description = "Single-copy mode by hand: before the replica is taken away for maintenance. The agent enters it by itself when the "
                + "replica is lost.")
public final class SingleCopyCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: enter or leave");
    }

    @Command(name = "enter", mixinStandardHelpOptions = true,
            description = "What the writer answers from now on is on one machine alone. The other may not be "
            + "promoted, and is yours: the agent neither starts it nor makes the pair whole until somebody says leave or rejoin.")
    int enter(@Mixin CommonOptions common, @Mixin PairOrder order,
              @Option(names = "--minutes", paramLabel = "MINUTES",
                      description = "For how long at most; by default failover.single-copy.limit. Also renews it.") Integer minutes) {
        order.check(spec);
        Map<String, String> words = new LinkedHashMap<>(order.words());
        if (minutes != null) {
            if (minutes < 1 || minutes > 10_080) {
                throw new ParameterException(spec.commandLine(), "--minutes is from 1 to 10080");
            }
            words.put("minutes", minutes.toString());
        }
        return tell(common, "alone", words);
    }

    @Command(name = "leave", mixinStandardHelpOptions = true, description = "Makes the pair whole, if the replica has caught up and acknowledges.")
    int leave(@Mixin CommonOptions common, @Mixin PairOrder order) {
        order.check(spec);
        return tell(common, "whole", order.words());
    }

    private int tell(CommonOptions common, String verb, Map<String, String> words) {
        PairText.print(spec.commandLine().getOut(), FailoverParts.ask(common.settings().readFailover(), verb, words));
        return ExitCode.OK;
    }
}
