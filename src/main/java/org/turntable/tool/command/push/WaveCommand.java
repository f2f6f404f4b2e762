package org.turntable.tool.command.push;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.ToolDatabase;
import org.turntable.tool.command.common.ToolVersion;
import org.turntable.tool.mariadb.push.MariaDbPushRecords;
import org.turntable.tool.push.PushRecords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Waves of push messages that marketing announces, so that no WAR is pushed shortly before one. */
@Command(
        name = "wave",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = "Announces waves of push messages; shortly before one, push start refuses.")
public final class WaveCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** The work of one command. */
    private interface Work {
        void on(PushRecords records) throws DatabaseUnavailableException;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: add, list or remove");
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Announces a wave.")
    int add(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "TIME", description = "Time with offset, such as " + "2026-11-24T20:00+08:00.")
                    String time,
            @Option(
                            names = "--note",
                            required = true,
                            paramLabel = "TEXT",
                            description = "Who sends it and how many messages.")
                    String note,
            @Option(names = "--by", required = true, paramLabel = "NAME", description = "Name of the person; recorded.")
                    String by) {
        OffsetDateTime at;
        try {
            at = OffsetDateTime.parse(time);
        } catch (DateTimeException unfit) {
            throw new ParameterException(
                    spec.commandLine(), time + " is not a time with offset, such as 2026-11-24T20:00+08:00", unfit);
        }
        return with(
                common,
                records -> out("Wave " + records.announce(at.toInstant(), note, by) + " is announced for " + at + "."));
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the announced waves.")
    int list(@Mixin CommonOptions common) {
        return with(common, records -> {
            List<PushRecords.Wave> waves = records.wavesFrom(Clock.systemUTC().instant());
            waves.forEach(wave -> out(wave.id() + "  " + wave.at() + "  " + wave.note() + " (" + wave.by() + ")"));
            out(waves.isEmpty() ? "No wave is announced." : waves.size() + " announced.");
        });
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Removes a wave.")
    int remove(@Mixin CommonOptions common, @Parameters(paramLabel = "NUMBER") int id) {
        return with(common, records -> {
            if (!records.remove(id)) {
                throw new CommandException("there is no wave " + id);
            }
            out("Wave " + id + " is removed.");
        });
    }

    private void out(String line) {
        spec.commandLine().getOut().println(line);
    }

    private int with(CommonOptions common, Work work) {
        ToolDatabase.use(common, database -> work.on(new MariaDbPushRecords(database.pool())));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
