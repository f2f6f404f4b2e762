package org.turntable.tool.command.push;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.turntable.config.PushSettings;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ToolVersion;
import org.turntable.tool.push.WarFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Pushes a WAR of an earlier push again, without migrations: migrations only expand the schema. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = "Pushes the WAR of the previous push again. The schema stays: migrations only expand it.")
public final class RollbackCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private PushCommand.PushOptions options;

    @Option(
            names = "--to",
            paramLabel = "RELEASE",
            description = "The push to go back to; by default the last complete one before the latest.")
    private String to;

    @Option(names = "--dry-run", description = "Check the nodes and the warnings, and change nothing.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PushSettings settings = common.settings().readPush();
        PushStore store = new PushStore(settings.folder());
        String target = to != null
                ? store.named(to)
                : store.doneBefore(store.named(null))
                        .orElseThrow(() -> new CommandException(
                                "there is no earlier complete push from this machine; push a WAR with push start"));
        try {
            return new PushStart(common, settings, spec)
                    .start(WarFile.check(store.war(target)), options.plan(), false, dryRun, options.detach);
        } catch (IOException unfit) {
            throw new CommandException(unfit.getMessage(), unfit);
        }
    }
}
