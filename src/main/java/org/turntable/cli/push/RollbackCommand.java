package org.turntable.cli.push;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.turntable.app.Settings;
import org.turntable.cli.common.CommandFailure;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.ToolVersion;
import org.turntable.push.WarFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Back to the WAR before: a push of the one that is kept here, without migrations, which only ever expand. */
@Command(name = "rollback", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class,
        description = "Pushes the WAR before the latest push again. The schema stays: migrations only expand.")
public final class RollbackCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;
    @Mixin
    private PushCommand.Order order;
    @Option(names = "--to", paramLabel = "RELEASE", description = "Which one; by default the last that was through before the latest push.")
    private String to;
    @Option(names = "--dry-run", description = "Check the nodes and the guard, and change nothing.")
    private boolean dryRun;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Settings.Push settings = common.settings().readPush();
        PushFolder folder = new PushFolder(settings.folder());
        String target = to != null ? folder.named(to) : folder.doneBefore(folder.named(null))
                .orElseThrow(() -> new CommandFailure("there is no earlier push from here that was through; name a WAR with push start"));
        try {
            return new PushStart(common, settings, spec).of(WarFile.check(folder.war(target)), order.plan(), false, dryRun, order.detach);
        } catch (IOException unfit) {
            throw new CommandFailure(unfit.getMessage(), unfit);
        }
    }
}
