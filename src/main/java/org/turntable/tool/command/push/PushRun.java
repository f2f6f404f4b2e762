package org.turntable.tool.command.push;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.turntable.config.PushSettings;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.ToolDatabase;
import org.turntable.tool.mariadb.push.MariaDbPushRecords;
import org.turntable.tool.push.PushRecords;
import org.turntable.tool.push.Rollout;
import picocli.CommandLine;

/**
 * Runs a push: takes the lock, migrates the schema, then updates node by node. Its output goes to the log of the push.
 */
final class PushRun {
    private final CommonOptions common;
    private final PushStore store;
    private final String release;
    private final CommandLine tool;
    private final Properties plan;

    /** @param tool a new command line of the tool, for the migrations */
    PushRun(CommonOptions common, PushStore store, String release, CommandLine tool) {
        this.common = common;
        this.store = store;
        this.release = release;
        this.tool = tool;
        this.plan = store.plan(release);
    }

    int run() {
        PushSettings settings = common.settings().readPush();
        String end = "FAILED";
        try (FileChannel file =
                        FileChannel.open(store.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock local = file.tryLock();
                ToolDatabase database = new ToolDatabase(common.settings().readDatabase())) {
            if (local == null) {
                throw new CommandException("another push is running on this machine");
            }
            end = runWithLock(settings, new MariaDbPushRecords(database.pool()));
        } catch (CommandException failed) {
            log("not pushed: " + failed.getMessage());
        } catch (IOException failed) {
            log("not pushed: the lock file cannot be used: " + failed.getMessage());
        } catch (RuntimeException unexpected) {
            log("unexpected error: " + unexpected);
            throw unexpected;
        } finally {
            log("end: " + end);
            store.write(release, "end", end);
        }
        return end.equals(Rollout.End.DONE.name()) ? ExitCode.OK : ExitCode.FAILED;
    }

    private String runWithLock(PushSettings settings, PushRecords records) {
        try (PushRecords.Lock global = records.lock()) {
            if (global == null) {
                throw new CommandException("another push is running on another machine");
            }
            records.record(
                    release,
                    plan.getProperty("version"),
                    plan.getProperty("by"),
                    plan.getProperty("warnings"),
                    plan.getProperty("reason"),
                    Clock.systemUTC().instant());
            return rollOut(settings);
        } catch (DatabaseUnavailableException failed) {
            // A new WAR may be the fix for this; the user saw the warning and gave a reason.
            if (plan.getProperty("reason") == null) {
                throw new CommandException(failed.getMessage(), failed);
            }
            log("the database is unavailable: no lock against a push from another machine, no record, no migration");
            plan.setProperty("migrate", "false");
            return rollOut(settings);
        }
    }

    private String rollOut(PushSettings settings) {
        if (Boolean.parseBoolean(plan.getProperty("migrate"))) {
            List<String> migrate = new ArrayList<>(List.of("migrate"));
            common.file().ifPresent(file -> migrate.addAll(List.of("--config", file.toString())));
            if (tool.execute(migrate.toArray(String[]::new)) != ExitCode.OK) {
                throw new CommandException("the migrations failed; no node was changed");
            }
        }
        return new Rollout(
                        NodeParts.of(settings),
                        release,
                        store.war(release),
                        Integer.parseInt(plan.getProperty("max-unavailable")),
                        () -> Files.exists(store.of(release).resolve("stop")),
                        PushRun::log)
                .run()
                .name();
    }

    private static void log(String line) {
        System.out.println(LocalTime.now(Clock.systemDefaultZone()).truncatedTo(ChronoUnit.SECONDS) + "  " + line);
        System.out.flush();
    }
}
