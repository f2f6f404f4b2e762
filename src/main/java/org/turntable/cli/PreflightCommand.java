package org.turntable.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is looked at before something is relied upon. */
@Command(name = "preflight", mixinStandardHelpOptions = true, versionProvider = TurntableOps.Version.class, subcommands = PreflightHostCommand.class,
        description = "Looks before something is relied upon whether it is as it has to be.")
final class PreflightCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: host");
    }
}
