package org.turntable.tool.command.reimport;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.tool.command.common.ChangeAuthor;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.Json;
import org.turntable.tool.command.common.ToolVersion;
import org.turntable.tool.reimport.resolve.ReassessedConflicts;
import org.turntable.tool.reimport.row.MatchedCampaign;
import org.turntable.tool.reimport.rule.Decision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Imports rows that only a stranded database has. */
@Command(
        name = "reimport",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = "Brings back what stands in a stranded database only, after another one went on without it. "
                + "Players go on meanwhile.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCode.OK + ":done, or nothing was left to do",
            ExitCode.FAILED + ":it could not be done; one sentence on stderr says why",
            ExitCode.USAGE + ":the command line does not fit",
            ReimportCommand.LEFT
                    + ":done, but something is left: to bring over (compare), or for a person to decide (apply, "
                    + "conflicts, decide, report)"
        })
public final class ReimportCommand implements Runnable {
    /** Exit code: done, but rows have to be imported or decided. */
    public static final int LEFT = 3;

    private static final int PAGE = 500;

    @Spec
    private CommandSpec spec;

    /** The work of a command on open connections. */
    private interface Work {
        int run(ReimportDatabases databases) throws DatabaseUnavailableException, IOException;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Missing command: compare, apply, conflicts, decide or report");
    }

    @Command(
            name = "compare",
            mixinStandardHelpOptions = true,
            description = {
                "Shows what differs, draw by draw, unit by unit and claim by claim, and changes nothing.",
                "Exit code 3 when something is left to do."
            })
    int compare(
            @Mixin CommonOptions common,
            @Mixin ReimportDatabases.SourceOptions from,
            @Option(names = "--json", description = "Answer as JSON.") boolean json) {
        return with(common, from, databases -> tasks(common, databases, json).compare(databases.pairs()));
    }

    @Command(
            name = "apply",
            mixinStandardHelpOptions = true,
            description = {
                "Brings over what is missing in small transactions, carries out what was decided, and lets Redis "
                        + "count anew.",
                "May be ended at any moment: run it again, and it goes on. Exit code 3 when conflicts wait for a "
                        + "person."
            })
    int apply(
            @Mixin CommonOptions common,
            @Mixin ReimportDatabases.SourceOptions from,
            @Mixin ChangeAuthor author,
            @Option(names = "--dry-run", description = "Only compare.") boolean dryRun,
            @Option(
                            names = "--rows",
                            defaultValue = "200",
                            paramLabel = "N",
                            description = "Rows in one transaction, 1 to 2000 (default: ${DEFAULT-VALUE}).")
                    int rows,
            @Option(
                            names = "--pause",
                            defaultValue = "20",
                            paramLabel = "MS",
                            description = "Pause after each transaction, at least as long as it took (default: "
                                    + "${DEFAULT-VALUE}).")
                    int pause,
            @Option(names = "--json", description = "Answer as JSON.") boolean json) {
        author.check(spec);
        if (rows < 1 || rows > 2_000 || pause < 0 || pause > 60_000) {
            throw new ParameterException(spec.commandLine(), "--rows is 1 to 2000, --pause 0 to 60000");
        }
        return with(common, from, databases -> {
            ReimportTasks tasks = tasks(common, databases, json);
            List<MatchedCampaign> pairs = databases.pairs();
            return dryRun ? tasks.compare(pairs) : tasks.apply(pairs, author, rows, pause);
        });
    }

    @Command(
            name = "settle",
            mixinStandardHelpOptions = true,
            description =
                    "Carries out what was decided, where the stranded database is not needed or not there any more.")
    int settle(
            @Mixin CommonOptions common,
            @Mixin ChangeAuthor author,
            @Option(names = "--json", description = "Answer as JSON.") boolean json) {
        author.check(spec);
        return with(common, null, databases -> tasks(common, databases, json).settle(author));
    }

    @Command(
            name = "conflicts",
            mixinStandardHelpOptions = true,
            description =
                    "Lists what cannot be brought in as it is, with what would settle each. Exit code 3 when some "
                            + "wait for a person.")
    int conflicts(
            @Mixin CommonOptions common,
            @Option(names = "--all", description = "Settled ones too.") boolean all,
            @Option(names = "--json", description = "Answer as JSON.") boolean json) {
        return with(common, null, databases -> {
            ReimportReport report = new ReimportReport(databases.target());
            List<Map<String, Object>> documents = new ArrayList<>();
            long[] waiting = new long[1];
            ReassessedConflicts.forEach(databases.target(), PAGE, (conflict, proposal) -> {
                waiting[0] += conflict.awaitsDecision() ? 1 : 0;
                if (all || conflict.resolution() == null) {
                    if (json) {
                        documents.add(ReimportPrinter.document(conflict, report.slug(conflict), proposal));
                    } else {
                        out().println(ReimportPrinter.line(conflict, report.slug(conflict), proposal));
                    }
                }
            });
            if (json) {
                Json.print(out(), documents);
            } else {
                out().println(
                                waiting[0] == 0
                                        ? "No conflict waits for a person."
                                        : waiting[0] + " wait for a person: reimport decide.");
            }
            return waiting[0] == 0 ? ExitCode.OK : LEFT;
        });
    }

    @Command(
            name = "decide",
            mixinStandardHelpOptions = true,
            description = {
                "Records what becomes of conflicts; the next apply (or settle) carries it out.",
                "own: its own unit. another: another free unit of the prize. swap: its own unit, and who has it "
                        + "here gets another.",
                "drop: nothing, a person makes it up.",
                "Of what hangs on a win: here: what is here stays. stranded: what the stranded database has takes "
                        + "its place.",
                "Of a red packet, once the partner was asked: paid: it is entered as paid. pay: it is paid from here."
            })
    int decide(
            @Mixin CommonOptions common,
            @Mixin ChangeAuthor author,
            @Parameters(arity = "0..*", paramLabel = "ID") List<Long> ids,
            @Option(
                            names = "--as",
                            paramLabel = "DECISION",
                            description = "own, another, swap or drop; here, stranded, paid or pay.")
                    String word,
            @Option(
                            names = "--proposed",
                            description = "Decide every conflict for which something is proposed, as proposed.")
                    boolean proposed,
            @Option(
                            names = "--file",
                            paramLabel = "FILE",
                            description = "A line a conflict: its number, a blank, the decision. # begins a remark.")
                    Path file) {
        author.check(spec);
        Map<Long, Decision> decisions = new LinkedHashMap<>();
        if (file != null) {
            decisions.putAll(ConflictDecisions.read(file));
        }
        if (ids != null && !ids.isEmpty()) {
            Decision decision = Decision.of(word == null ? "" : word)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(), "--as needs own, another, swap or drop; here, stranded, paid or pay"));
            ids.forEach(id -> decisions.put(id, decision));
        }
        if (decisions.isEmpty() && !proposed) {
            throw new ParameterException(spec.commandLine(), "Name conflicts with --as, or give --proposed or --file");
        }
        return with(common, null, databases -> {
            int decided = new ConflictDecisions(databases.target(), author).record(decisions, proposed);
            out().println(decided + " decided; the next reimport apply, or settle, carries it out.");
            return ExitCode.OK;
        });
    }

    @Command(
            name = "report",
            mixinStandardHelpOptions = true,
            description = {
                "Writes what was brought over, every conflict and every decision to PREFIX.txt and PREFIX.json.",
                "Exit code 3 when some wait for a person."
            })
    int report(
            @Mixin CommonOptions common,
            @Option(
                            names = "--to",
                            defaultValue = "reimport-report",
                            paramLabel = "PREFIX",
                            description = "Where to (default: ${DEFAULT-VALUE}).")
                    Path prefix) {
        return with(common, null, databases -> {
            ReimportReport.ConflictCounts totals = new ReimportReport(databases.target())
                    .write(prefix, Clock.systemUTC().instant());
            out().println(prefix + ".txt and " + prefix + ".json are written: " + totals.all() + " conflicts, "
                    + totals.resolved() + " settled, " + totals.undecided() + " wait for a person.");
            return totals.undecided() == 0 ? ExitCode.OK : LEFT;
        });
    }

    private ReimportTasks tasks(CommonOptions common, ReimportDatabases databases, boolean json) {
        return new ReimportTasks(common, databases, out(), err(), json);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    private int with(CommonOptions common, ReimportDatabases.SourceOptions source, Work work) {
        try (ReimportDatabases databases = new ReimportDatabases(common, source)) {
            try {
                int code = work.run(databases);
                out().flush();
                return code;
            } catch (DatabaseUnavailableException | RedisUnavailableException unavailable) {
                throw databases.targetDatabase().failure(unavailable);
            } catch (IOException failed) {
                throw new CommandException("the report could not be written: " + failed.getMessage(), failed);
            }
        }
    }
}
