package org.turntable.cli.common;

import java.nio.file.Path;
import java.util.Optional;
import org.turntable.app.SettingsReader;
import picocli.CommandLine.Option;

/** Options of every command. */
public final class CommonOptions {
    @Option(names = "--config", paramLabel = "FILE",
            description = "The settings file, the same as the application's; by default the one that TURNTABLE_CONFIG names.")
    private Path config;

    // Read off the raw arguments in ToolLine, which also needs it when parsing ends early; here so that --help lists it.
    @Option(names = "--verbose", description = "Log what happens on stderr, and show where an error came from.")
    private boolean verbose;

    /** The file that was named on the command line. */
    public Optional<Path> file() {
        return Optional.ofNullable(config);
    }

    /** The settings of that file, and of the environment. */
    public SettingsReader settings() {
        return SettingsReader.ofProcess(Optional.ofNullable(config));
    }
}
