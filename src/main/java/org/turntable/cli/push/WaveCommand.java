package org.turntable.cli.push;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import org.turntable.cli.common.CommandFailure;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.Database;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.common.ToolVersion;
import org.turntable.mariadb.MariaDbPushRecords;
import org.turntable.push.PushRecords;
import org.turntable.push.PushRecords.Unavailable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The waves of push messages that marketing announces, so that nobody pushes a WAR minutes before one. */
@Command(name = "wave", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class,
        description = "Announces waves of push messages; shortly before one no WAR is pushed.")
public final class WaveCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** What a command does with the records. */
    private interface Work {
        void on(PushRecords records) throws Unavailable;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: add, list or remove");
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Announces a wave.")
    int add(@Mixin CommonOptions common, @Parameters(paramLabel = "TIME", description = "With its offset: 2026-11-24T20:00+08:00.") String time,
            @Option(names = "--note", required = true, paramLabel = "TEXT", description = "Whose wave, and how many messages.") String note,
            @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who announces it.") String by) {
        OffsetDateTime at;
        try {
            at = OffsetDateTime.parse(time);
        } catch (DateTimeException unfit) {
            throw new ParameterException(spec.commandLine(), time + " is no time with its offset, such as 2026-11-24T20:00+08:00", unfit);
        }
        return with(common, records -> out("Wave " + records.announce(at.toInstant(), note, by) + " is announced for " + at + "."));
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the waves to come.")
    int list(@Mixin CommonOptions common) {
        return with(common, records -> {
            List<PushRecords.Wave> waves = records.wavesFrom(Clock.systemUTC().instant());
            waves.forEach(wave -> out(wave.id() + "  " + wave.at() + "  " + wave.note() + " (" + wave.by() + ")"));
            out(waves.isEmpty() ? "No wave is announced." : waves.size() + " to come.");
        });
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Takes one back.")
    int remove(@Mixin CommonOptions common, @Parameters(paramLabel = "NUMBER") int id) {
        return with(common, records -> {
            if (!records.takeBack(id)) {
                throw new CommandFailure("there is no wave " + id);
            }
            out("Wave " + id + " is taken back.");
        });
    }

    private void out(String line) {
        spec.commandLine().getOut().println(line);
    }

    private int with(CommonOptions common, Work work) {
        Database.use(common, database -> work.on(new MariaDbPushRecords(database.pool())));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
