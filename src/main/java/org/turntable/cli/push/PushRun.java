package org.turntable.cli.push;

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
import org.turntable.app.Settings;
import org.turntable.cli.common.CommandFailure;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.Database;
import org.turntable.cli.common.ExitCode;
import org.turntable.mariadb.MariaDbPushRecords;
import org.turntable.push.PushRecords;
import org.turntable.push.Rollout;
import picocli.CommandLine;

/** The push itself: one at a time, first the migrations, then node by node. Its lines go to the push's log. */
final class PushRun {
    private final CommonOptions common;
    private final PushFolder folder;
    private final String release;
    private final CommandLine tool;
    private final Properties plan;

    /** @param tool the tool anew, for the migrations */
    PushRun(CommonOptions common, PushFolder folder, String release, CommandLine tool) {
        this.common = common;
        this.folder = folder;
        this.release = release;
        this.tool = tool;
        this.plan = folder.plan(release);
    }

    int toItsEnd() {
        Settings.Push settings = common.settings().readPush();
        String end = "FAILED";
        try (FileChannel file = FileChannel.open(folder.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
             FileLock here = file.tryLock(); Database database = new Database(common.settings().readDatabase())) {
            if (here == null) {
                throw new CommandFailure("another push is running on this machine");
            }
            end = locked(settings, new MariaDbPushRecords(database.pool()));
        } catch (CommandFailure failed) {
            say("not pushed: " + failed.getMessage());
        } catch (IOException failed) {
            say("not pushed: the lock file cannot be used: " + failed.getMessage());
        } catch (RuntimeException unexpected) {
            say("ended by something unexpected: " + unexpected);
            throw unexpected;
        } finally {
            say("end: " + end);
            folder.write(release, "end", end);
        }
        return end.equals(Rollout.End.DONE.name()) ? ExitCode.OK : ExitCode.FAILED;
    }

    private String locked(Settings.Push settings, PushRecords records) {
        try (PushRecords.Lock everywhere = records.lock()) {
            if (everywhere == null) {
                throw new CommandFailure("another push is running, from another machine");
            }
            records.record(release, plan.getProperty("version"), plan.getProperty("by"), plan.getProperty("warnings"), plan.getProperty("reason"),
                    Clock.systemUTC().instant());
            return rolledOut(settings);
        } catch (PushRecords.Unavailable away) {
            // A WAR may be what mends it; the guard spoke of it, and somebody gave a reason.
            if (plan.getProperty("reason") == null) {
                throw new CommandFailure(away.getMessage(), away);
            }
            say("the database is away: no lock against a push from another machine, no record, no migration");
            plan.setProperty("migrate", "false");
            return rolledOut(settings);
        }
    }

    private String rolledOut(Settings.Push settings) {
        if (Boolean.parseBoolean(plan.getProperty("migrate"))) {
            List<String> migrate = new ArrayList<>(List.of("migrate"));
            common.file().ifPresent(file -> migrate.addAll(List.of("--config", file.toString())));
            if (tool.execute(migrate.toArray(String[]::new)) != ExitCode.OK) {
                throw new CommandFailure("the migrations failed; no node was touched");
            }
        }
        return new Rollout(Nodes.of(settings), release, folder.war(release), Integer.parseInt(plan.getProperty("max-unavailable")),
                () -> Files.exists(folder.of(release).resolve("stop")), PushRun::say).run().name();
    }

    private static void say(String line) {
        System.out.println(LocalTime.now(Clock.systemDefaultZone()).truncatedTo(ChronoUnit.SECONDS) + "  " + line);
        System.out.flush();
    }
}
