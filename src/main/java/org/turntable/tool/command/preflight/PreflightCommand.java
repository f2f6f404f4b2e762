package org.turntable.tool.command.preflight;

import org.turntable.tool.command.common.ToolVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Checks before a machine is used. */
@Command(
        name = "preflight",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        subcommands = PreflightHostCommand.class,
        description = "Checks a machine before it is used.")
public final class PreflightCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: host");
    }
}
