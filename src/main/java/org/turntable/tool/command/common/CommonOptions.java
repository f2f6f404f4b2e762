package org.turntable.tool.command.common;

import java.nio.file.Path;
import java.util.Optional;
import org.turntable.config.SettingsReader;
import picocli.CommandLine.Option;

/** Options that every command has. */
public final class CommonOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The settings file, the same as the application's; by default the file in TURNTABLE_CONFIG.")
    private Path config;

    // ToolCommandLine reads this from the raw arguments, because it needs it also after a parse error; it is declared
    // here for --help.
    @SuppressWarnings("UnusedVariable")
    @Option(names = "--verbose", description = "Log to stderr, and show stack traces of errors.")
    private boolean verbose;

    /** The file of the option --config. */
    public Optional<Path> file() {
        return Optional.ofNullable(config);
    }

    /** The settings of that file and of the environment. */
    public SettingsReader settings() {
        return SettingsReader.ofProcess(Optional.ofNullable(config));
    }
}
