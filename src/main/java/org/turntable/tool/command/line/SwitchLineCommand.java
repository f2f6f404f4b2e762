package org.turntable.tool.command.line;

import java.time.Duration;
import org.turntable.config.SettingsReader;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.ToolVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends players over another entry line by a dynamic DNS update, and undoes it. */
@Command(
        name = "switch-line",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = "Changes the addresses of lines.name on its name server and shows which servers answer "
                + "with the new ones.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCode.OK + ":done, and all servers answer with the new addresses",
            ExitCode.FAILED + ":not done; a message on stderr gives the reason",
            ExitCode.USAGE + ":invalid command line",
            SwitchLineCommand.NOT_PROPAGATED + ":done, but some servers still answer with the old addresses; "
                    + "check again with show"
        })
public final class SwitchLineCommand implements Runnable {
    static final int NOT_PROPAGATED = 3;

    @Spec
    private CommandSpec spec;

    /** Options of both to and undo. */
    static final class ChangeOptions {
        private static final int LONGEST = 200;

        @Option(names = "--by", required = true, paramLabel = "NAME", description = "Name of the person; recorded.")
        String by;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Reason; recorded.")
        String reason;

        @Option(
                names = "--anyway",
                paramLabel = "REASON",
                description = "Switch although a check failed, for " + "this reason; recorded.")
        String anyway;

        void check(CommandSpec spec) {
            if (by.isBlank()
                    || by.length() > LONGEST
                    || reason.isBlank()
                    || reason.length() > LONGEST
                    || anyway != null && anyway.isBlank()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--by and --reason must have 1 to " + LONGEST + " characters, --anyway must not be empty");
            }
        }
    }

    /** How long to wait, and the output format. */
    static final class WaitOptions {
        @Option(
                names = "--timeout",
                defaultValue = "300",
                paramLabel = "SECONDS",
                description = "How long to wait until all servers answer with the new addresses (default: "
                        + "${DEFAULT-VALUE}); 0 checks once.")
        private int seconds;

        @Option(names = "--json", description = "Print JSON at the end.")
        boolean json;

        Duration limit() {
            return Duration.ofSeconds(Math.max(0, seconds));
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: show, to or undo");
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows the lines and the answer of each name server and resolver. Changes nothing and needs "
                    + "no key. Exit code 3 if the answers differ.")
    int show(@Mixin CommonOptions common, @Option(names = "--json", description = "Print JSON.") boolean json) {
        return run(common, false, json).show();
    }

    @Command(
            name = "to",
            mixinStandardHelpOptions = true,
            description = {
                "Switches to a line: probes it, records the current addresses, changes DNS if nobody else "
                        + "changed it, and waits until all servers answer with the new addresses.",
                "For the current line it only sets the time to live to lines.ttl; do this some days before it "
                        + "is needed."
            })
    int to(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "LINE", description = "Name of the line in lines.addresses.") String line,
            @Mixin ChangeOptions change,
            @Option(names = "--dry-run", description = "Run all checks, test the key and change nothing.")
                    boolean dryRun,
            @Mixin WaitOptions wait) {
        change.check(spec);
        return run(common, true, wait.json).to(line, change, dryRun, wait.limit());
    }

    @Command(
            name = "undo",
            mixinStandardHelpOptions = true,
            description = "Undoes the last switch from this machine: restores exactly the addresses before it, "
                    + "also if the tool ended in the middle of the switch.")
    int undo(@Mixin CommonOptions common, @Mixin ChangeOptions change, @Mixin WaitOptions wait) {
        change.check(spec);
        return run(common, true, wait.json).undo(change, wait.limit());
    }

    private SwitchLineRun run(CommonOptions common, boolean withKey, boolean json) {
        SettingsReader reader = common.settings();
        return new SwitchLineRun(
                reader.readLines(),
                reader.readLineDns(withKey),
                spec.commandLine().getOut(),
                json);
    }
}
