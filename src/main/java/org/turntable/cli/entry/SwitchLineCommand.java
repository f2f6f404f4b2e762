package org.turntable.cli.entry;

import java.time.Duration;
import org.turntable.app.SettingsReader;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.common.ToolVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends players over another line, by a dynamic update of DNS, and takes it back. */
@Command(name = "switch-line", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class,
        description = "Changes the addresses of lines.name on its name server, and shows who answers the new ones.",
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                ExitCode.OK + ":done, and all answer the new",
                ExitCode.FAILED + ":not done; one sentence on stderr says why",
                ExitCode.USAGE + ":the command line does not fit",
                SwitchLineCommand.SPREADING + ":done, but not all answer the new yet; look again with show"})
public final class SwitchLineCommand implements Runnable {
    static final int SPREADING = 3;

    @Spec
    private CommandSpec spec;

    /** What a switch and its undoing ask for alike. */
    static final class Order {
        private static final int LONGEST = 200;

        @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who does it; written down.")
        String by;
        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; written down.")
        String reason;
        @Option(names = "--anyway", paramLabel = "REASON", description = "Do it past what is in its way; written down.")
        String anyway;

        void check(CommandSpec spec) {
            if (by.isBlank() || by.length() > LONGEST || reason.isBlank() || reason.length() > LONGEST || anyway != null && anyway.isBlank()) {
                throw new ParameterException(spec.commandLine(), "--by and --reason need 1 to " + LONGEST + " characters, and --anyway a reason");
            }
        }
    }

    /** How long to look, and how to tell it. */
    static final class Look {
        @Option(names = "--timeout", defaultValue = "300", paramLabel = "SECONDS",
                description = "How long to wait until all answer the new (default: ${DEFAULT-VALUE}); 0 looks once.")
        private int seconds;
        @Option(names = "--json", description = "Answer as JSON, at the end.")
        boolean json;

        Duration limit() {
            return Duration.ofSeconds(Math.max(0, seconds));
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: show, to or undo");
    }

    @Command(name = "show", mixinStandardHelpOptions = true,
            description = "Shows the lines, and what each name server and resolver answers. Changes nothing and needs no key. Exit code 3 when they differ.")
    int show(@Mixin CommonOptions common, @Option(names = "--json", description = "Answer as JSON.") boolean json) {
        return work(common, false, json).show();
    }

    @Command(name = "to", mixinStandardHelpOptions = true, description = {
        "Switches to a line: looks whether it serves, writes down what was before, changes DNS if it is still as seen, and waits until all answer the new.",
        "With the line that serves already it sets lines.ttl, which is to be done days before."})
    int to(@Mixin CommonOptions common, @Parameters(paramLabel = "LINE", description = "Its name in lines.addresses.") String line, @Mixin Order order,
           @Option(names = "--dry-run", description = "Look at everything, try the key, and change nothing.") boolean dryRun, @Mixin Look look) {
        order.check(spec);
        return work(common, true, look.json).to(line, order, dryRun, look.limit());
    }

    @Command(name = "undo", mixinStandardHelpOptions = true,
            description = "Takes the last switch from this machine back: puts exactly what was before. Works also when the tool died in the middle.")
    int undo(@Mixin CommonOptions common, @Mixin Order order, @Mixin Look look) {
        order.check(spec);
        return work(common, true, look.json).undo(order, look.limit());
    }

    private SwitchLine work(CommonOptions common, boolean change, boolean json) {
        SettingsReader reader = common.settings();
        return new SwitchLine(reader.readLines(), reader.readLineNames(change), spec.commandLine().getOut(), json);
    }
}
