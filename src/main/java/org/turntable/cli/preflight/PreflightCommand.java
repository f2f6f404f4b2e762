package org.turntable.cli.preflight;

import org.turntable.cli.common.ToolVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is looked at before something is relied upon. */
@Command(name = "preflight", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class, subcommands = PreflightHostCommand.class,
        description = "Looks before something is relied upon whether it is as it has to be.")
public final class PreflightCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: host");
    }
}
