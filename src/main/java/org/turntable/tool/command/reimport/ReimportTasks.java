package org.turntable.tool.command.reimport;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.tool.command.common.ChangeAuthor;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.Json;
import org.turntable.tool.reimport.apply.Reimport;
import org.turntable.tool.reimport.compare.Comparison;
import org.turntable.tool.reimport.compare.Differences;
import org.turntable.tool.reimport.resolve.ReassessedConflicts;
import org.turntable.tool.reimport.row.MatchedCampaign;
import org.turntable.tool.reimport.rule.ReimportTarget;
import org.turntable.tool.reimport.rule.ReimportTarget.Run;

/** The work of the commands {@code compare}, {@code apply} and {@code settle} on open connections. */
final class ReimportTasks {
    private static final int PAGE = 500;

    private final CommonOptions common;
    private final ReimportDatabases databases;
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;

    /** @param json whether the result is printed as JSON */
    ReimportTasks(CommonOptions common, ReimportDatabases databases, PrintWriter out, PrintWriter err, boolean json) {
        this.common = common;
        this.databases = databases;
        this.out = out;
        this.err = err;
        this.json = json;
    }

    /**
     * Imports missing rows, carries out decisions and prints the result.
     *
     * @param rows rows in one transaction
     * @param pause the least pause after each transaction, in milliseconds
     * @return the exit code
     */
    int apply(List<MatchedCampaign> pairs, ChangeAuthor author, int rows, int pause)
            throws DatabaseUnavailableException {
        return withLock(() -> {
            Run run = beginOrResume(author);
            reimport(rows, pause).run(run, pairs);
            return printResult(run.id(), pairs);
        });
    }

    /** Carries out decisions without the stranded database and prints the result; returns the exit code. */
    int settle(ChangeAuthor author) throws DatabaseUnavailableException {
        return withLock(() -> {
            List<MatchedCampaign> all = databases.target().campaigns().stream()
                    .map(campaign -> new MatchedCampaign(campaign.slug(), campaign.id(), campaign.id(), Map.of()))
                    .toList();
            Run run = databases.target().begin("decisions", author.by(), author.reason(), Reimport.BEGINNING);
            reimport(1, 0).resolve(run, all);
            return printResult(run.id(), all);
        });
    }

    /** Compares both databases and prints the differences; returns the exit code. */
    int compare(List<MatchedCampaign> pairs) throws DatabaseUnavailableException {
        Comparison comparison = new Comparison(
                databases.source(),
                databases.target(),
                databases.sealer(),
                Clock.systemUTC(),
                new ProgressPrinter(err));
        List<Differences> found = new ArrayList<>();
        for (MatchedCampaign pair : pairs) {
            found.add(comparison.of(pair));
        }
        found.add(comparison.ofSharedTables(pairs));
        Map<String, Long> others = databases.source().otherTables();
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("stranded", databases.source().describe());
            document.put("here", databases.target().describe());
            document.put(
                    "campaigns", found.stream().map(ReimportPrinter::document).toList());
            document.put("otherTables", others);
            Json.print(out, document);
        } else {
            out.println("stranded: " + databases.source().describe());
            out.println("here:     " + databases.target().describe());
            found.stream().flatMap(one -> ReimportPrinter.lines(one).stream()).forEach(out::println);
            ReimportPrinter.otherTables(out, others, databases.target().otherTables());
            long open = found.stream().mapToLong(Differences::open).sum();
            out.println(
                    open == 0
                            ? "Nothing is left to import."
                            : String.format(
                                    "%,d to import or to decide, %,d of them for a person. Nothing was " + "changed.",
                                    open,
                                    found.stream()
                                            .mapToLong(Differences::conflicts)
                                            .sum()));
        }
        return found.stream().allMatch(one -> one.open() == 0) ? ExitCode.OK : ReimportCommand.LEFT;
    }

    private Run beginOrResume(ChangeAuthor author) throws DatabaseUnavailableException {
        Optional<Run> unfinished = databases.target().unfinished(databases.sourceName());
        if (unfinished.isPresent()) {
            err.println("Resumes run " + unfinished.get().id() + ", which "
                    + unfinished.get().by() + " began at " + unfinished.get().beganAt() + ".");
            err.flush();
            return unfinished.get();
        }
        return databases.target().begin(databases.sourceName(), author.by(), author.reason(), Reimport.BEGINNING);
    }

    private Reimport reimport(int rows, int pause) {
        return new Reimport(
                databases.source(),
                databases.target(),
                databases.sealer(),
                Clock.systemUTC(),
                new EpochRecount(
                        common.settings().readDrawsRedis(),
                        databases.targetDatabase().pool()),
                new ProgressPrinter(err),
                Duration.ofMillis(pause),
                rows);
    }

    private int printResult(long runId, List<MatchedCampaign> pairs) throws DatabaseUnavailableException {
        ReimportTarget target = databases.target();
        Run run = target.runs().stream()
                .filter(one -> one.id() == runId)
                .findFirst()
                .orElseThrow();
        long[] waiting = new long[1];
        Set<Integer> selected = pairs.stream().map(MatchedCampaign::id).collect(Collectors.toSet());
        ReassessedConflicts.forEach(
                target,
                PAGE,
                (conflict, proposal) ->
                        waiting[0] += conflict.awaitsDecision() && selected.contains(conflict.campaignId()) ? 1 : 0);
        Map<Integer, String> slugs = new ReimportReport(target).slugs();
        if (json) {
            Map<String, Object> document = ReimportPrinter.document(run, slugs);
            document.put("conflictsWaiting", waiting[0]);
            Json.print(out, document);
        } else {
            ReimportPrinter.lines(run, slugs).forEach(out::println);
            out.println(
                    waiting[0] == 0
                            ? "No conflict waits for a person."
                            : waiting[0]
                                    + " conflicts wait for a person: reimport conflicts, reimport decide, "
                                    + "and again.");
        }
        return waiting[0] == 0 ? ExitCode.OK : ReimportCommand.LEFT;
    }

    private interface Locked {
        int run() throws DatabaseUnavailableException;
    }

    private int withLock(Locked work) throws DatabaseUnavailableException {
        Optional<AutoCloseable> lock = databases.target().lock();
        if (lock.isEmpty()) {
            throw new CommandException("another reimport into this database is running");
        }
        try (AutoCloseable held = lock.get()) {
            return work.run();
        } catch (DatabaseUnavailableException | RuntimeException failed) {
            throw failed;
        } catch (Exception closing) {
            throw new CommandException("the lock could not be released: " + closing.getMessage(), closing);
        }
    }
}
