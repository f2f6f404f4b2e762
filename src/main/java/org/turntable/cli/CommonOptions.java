package org.turntable.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.turntable.app.SettingsReader;
import picocli.CommandLine.Option;

/** Options of every command. */
final class CommonOptions {
    @Option(names = "--config", paramLabel = "FILE",
            description = "The settings file, the same as the application's; by default the one that TURNTABLE_CONFIG names.")
    private Path config;

    // Read off the raw arguments in TurntableOps, which also needs it when parsing ends early; here so that --help lists it.
    @Option(names = "--verbose", description = "Log what happens on stderr, and show where an error came from.")
    private boolean verbose;

    /** The file that was named on the command line. */
    Optional<Path> file() {
        return Optional.ofNullable(config);
    }

    SettingsReader settings() {
        return SettingsReader.ofProcess(Optional.ofNullable(config));
    }
}
