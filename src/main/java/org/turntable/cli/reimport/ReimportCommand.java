package org.turntable.cli.reimport;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.turntable.cli.common.CommandFailure;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.common.Order;
import org.turntable.cli.common.Json;
import org.turntable.cli.common.ToolVersion;
import org.turntable.reimport.CampaignPair;
import org.turntable.reimport.Comparison;
import org.turntable.reimport.Conflict;
import org.turntable.reimport.Decision;
import org.turntable.reimport.Differences;
import org.turntable.reimport.Reconsidered;
import org.turntable.reimport.Reimport;
import org.turntable.reimport.Rows.Unavailable;
import org.turntable.reimport.Successor.Run;
import org.turntable.reimport.Successor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings back what stands in a stranded database only, after another one went on without it. */
@Command(name = "reimport", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class,
        description = "Brings back what stands in a stranded database only, after another one went on without it. Players go on meanwhile.",
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                ExitCode.OK + ":done, or nothing was left to do", ExitCode.FAILED + ":it could not be done; one sentence on stderr says why",
                ExitCode.USAGE + ":the command line does not fit",
                ReimportCommand.LEFT
                        + ":done, but something is left: to bring over (compare), or for a person to decide (apply, conflicts, decide, report)"})
public final class ReimportCommand implements Runnable {
    static final int LEFT = 3;
    private static final int PAGE = 500;

    @Spec
    private CommandSpec spec;

    /** What a command does with both databases. */
    private interface Work {
        int on(ReimportSides sides) throws Unavailable, IOException;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: compare, apply, conflicts, decide or report");
    }

    @Command(name = "compare", mixinStandardHelpOptions = true,
            description = {"Shows what differs, draw by draw, unit by unit and claim by claim, and changes nothing.",
                "Exit code 3 when something is left to do."})
    int compare(@Mixin CommonOptions common, @Mixin ReimportSides.From from,
                @Option(names = "--json", description = "Answer as JSON.") boolean json) {
        return with(common, from, sides -> compare(sides, sides.pairs(), json));
    }

    @Command(name = "apply", mixinStandardHelpOptions = true, description = {
        "Brings over what is missing in small transactions, carries out what was decided, and lets Redis count anew.",
        "May be ended at any moment: run it again, and it goes on. Exit code 3 when conflicts wait for a person."})
    int apply(@Mixin CommonOptions common, @Mixin ReimportSides.From from, @Mixin Order order,
              @Option(names = "--dry-run", description = "Only compare.") boolean dryRun,
              @Option(names = "--rows", defaultValue = "200", paramLabel = "N",
                      description = "Rows in one transaction, 1 to 2000 (default: ${DEFAULT-VALUE}).") int rows,
              @Option(names = "--pause", defaultValue = "20", paramLabel = "MS",
                      description = "Pause after each transaction, at least as long as it took (default: ${DEFAULT-VALUE}).") int pause,
              @Option(names = "--json", description = "Answer as JSON.") boolean json) {
        order.check(spec);
        if (rows < 1 || rows > 2_000 || pause < 0 || pause > 60_000) {
            throw new ParameterException(spec.commandLine(), "--rows is 1 to 2000, --pause 0 to 60000");
        }
        return with(common, from, sides -> {
            List<CampaignPair> pairs = sides.pairs();
            if (dryRun) {
                return compare(sides, pairs, json);
            }
            return locked(sides.here(), () -> {
                Run run = begin(sides, order);
                reimport(common, sides, rows, pause).go(run, pairs);
                return tell(sides.here(), run.id(), pairs, json);
            });
        });
    }

    @Command(name = "settle", mixinStandardHelpOptions = true,
            description = "Carries out what was decided, where the stranded database is not needed or not there any more.")
    int settle(@Mixin CommonOptions common, @Mixin Order order, @Option(names = "--json", description = "Answer as JSON.") boolean json) {
        order.check(spec);
        return with(common, null, sides -> locked(sides.here(), () -> {
            List<CampaignPair> all = sides.here().campaigns().stream()
                    .map(campaign -> new CampaignPair(campaign.slug(), campaign.id(), campaign.id(), Map.of())).toList();
            Run run = sides.here().begin("decisions", order.by(), order.reason(), Reimport.BEGINNING);
            reimport(common, sides, 1, 0).settle(run, all);
            return tell(sides.here(), run.id(), all, json);
        }));
    }

    @Command(name = "conflicts", mixinStandardHelpOptions = true,
            description = "Lists what cannot be brought in as it is, with what would settle each. Exit code 3 when some wait for a person.")
    int conflicts(@Mixin CommonOptions common, @Option(names = "--all", description = "Settled ones too.") boolean all,
                  @Option(names = "--json", description = "Answer as JSON.") boolean json) {
        return with(common, null, sides -> {
            ReimportReport report = new ReimportReport(sides.here());
            List<Map<String, Object>> documents = new ArrayList<>();
            long[] waiting = new long[1];
            Reconsidered.each(sides.here(), PAGE, (conflict, proposal) -> {
                waiting[0] += conflict.isWaiting() ? 1 : 0;
                if (all || conflict.settled() == null) {
                    if (json) {
                        documents.add(ReimportText.document(conflict, report.slug(conflict), proposal));
                    } else {
                        out().println(ReimportText.line(conflict, report.slug(conflict), proposal));
                    }
                }
            });
            if (json) {
                Json.print(out(), documents);
            } else {
                out().println(waiting[0] == 0 ? "No conflict waits for a person." : waiting[0] + " wait for a person: reimport decide.");
            }
            return waiting[0] == 0 ? ExitCode.OK : LEFT;
        });
    }

    @Command(name = "decide", mixinStandardHelpOptions = true, description = {
        "Records what becomes of conflicts; the next apply (or settle) carries it out.",
        "own: its own unit. another: another free unit of the prize. swap: its own unit, and who has it here gets another.",
        "drop: nothing, a person makes it up.",
        "Of what hangs on a win: here: what is here stays. stranded: what the stranded database has takes its place.",
        "Of a red packet, once the partner was asked: paid: it is entered as paid. pay: it is paid from here."})
    int decide(@Mixin CommonOptions common, @Mixin Order order, @Parameters(arity = "0..*", paramLabel = "ID") List<Long> ids,
               @Option(names = "--as", paramLabel = "DECISION", description = "own, another, swap or drop; here, stranded, paid or pay.") String word,
               @Option(names = "--proposed", description = "Decide every conflict for which something is proposed, as proposed.") boolean proposed,
               @Option(names = "--file", paramLabel = "FILE",
                       description = "A line a conflict: its number, a blank, the decision. # begins a remark.") Path file) {
        order.check(spec);
        Map<Long, Decision> decisions = new LinkedHashMap<>();
        if (file != null) {
            decisions.putAll(read(file));
        }
        if (ids != null && !ids.isEmpty()) {
            Decision decision = Decision.of(word == null ? "" : word)
                    .orElseThrow(() -> new ParameterException(spec.commandLine(),
                            "--as needs own, another, swap or drop; here, stranded, paid or pay"));
            ids.forEach(id -> decisions.put(id, decision));
        }
        if (decisions.isEmpty() && !proposed) {
            throw new ParameterException(spec.commandLine(), "Name conflicts with --as, or give --proposed or --file");
        }
        return with(common, null, sides -> decide(sides.here(), decisions, proposed, order));
    }

    private int decide(Successor here, Map<Long, Decision> decisions, boolean proposed, Order order) throws Unavailable {
        if (proposed) {
            Reconsidered.each(here, PAGE, (conflict, proposal) -> proposal.ifPresent(decision -> decisions.putIfAbsent(conflict.id(), decision)));
        }
        int decided = 0;
        for (Map.Entry<Long, Decision> one : decisions.entrySet()) {
            Conflict.Verdict verdict = new Conflict.Verdict(one.getValue(), order.by(), order.reason(),
                    Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS));
            Optional<Conflict> conflict = here.conflictsAfter(one.getKey() - 1, 1).stream().filter(found -> found.id() == one.getKey()).findFirst();
            String before = "; " + decided + " were decided before it, the others not";
            if (conflict.isPresent() && !conflict.get().kind().takes(one.getValue())) {
                throw new CommandFailure("conflict " + one.getKey() + " cannot be decided as " + one.getValue().word() + ": "
                        + ReimportText.choices(conflict.get()) + before);
            }
            if (conflict.isEmpty() || !here.decide(one.getKey(), verdict)) {
                throw new CommandFailure("there is no conflict " + one.getKey() + " that is not settled" + before);
            }
            decided++;
        }
        out().println(decided + " decided; the next reimport apply, or settle, carries it out.");
        return ExitCode.OK;
    }

    private Map<Long, Decision> read(Path file) {
        Map<Long, Decision> decisions = new LinkedHashMap<>();
        int number = 0;
        try {
            for (String line : Files.readAllLines(file)) {
                number++;
                String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
                if (words.length == 1 && words[0].isEmpty()) {
                    continue;
                }
                Optional<Decision> decision = words.length == 2 && words[0].matches("\\d{1,18}") ? Decision.of(words[1]) : Optional.empty();
                int at = number;
                decisions.put(Long.parseLong(words[0].matches("\\d{1,18}") ? words[0] : "0"),
                        decision.orElseThrow(() -> new CommandFailure(file + " line " + at
                        + " is not a conflict's number and own, another, swap, drop, here, stranded, paid or pay; nothing was decided")));
            }
        } catch (IOException unreadable) {
            throw new CommandFailure(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
        return decisions;
    }

    @Command(name = "report", mixinStandardHelpOptions = true,
            description = {"Writes what was brought over, every conflict and every decision to PREFIX.txt and PREFIX.json.",
                "Exit code 3 when some wait for a person."})
    int report(@Mixin CommonOptions common, @Option(names = "--to", defaultValue = "reimport-report", paramLabel = "PREFIX",
            description = "Where to (default: ${DEFAULT-VALUE}).") Path prefix) {
        return with(common, null, sides -> {
            ReimportReport.Standing standing = new ReimportReport(sides.here()).write(prefix, Clock.systemUTC().instant());
            out().println(prefix + ".txt and " + prefix + ".json are written: " + standing.all() + " conflicts, " + standing.settled() + " settled, "
                    + standing.waiting() + " wait for a person.");
            return standing.waiting() == 0 ? ExitCode.OK : LEFT;
        });
    }

    private int compare(ReimportSides sides, List<CampaignPair> pairs, boolean json) throws Unavailable {
        Comparison comparison = new Comparison(sides.stranded(), sides.here(), sides.seals(), Clock.systemUTC(), progress());
        List<Differences> found = new ArrayList<>();
        for (CampaignPair pair : pairs) {
            found.add(comparison.of(pair));
        }
        found.add(comparison.ofTheRest(pairs));
        Map<String, Long> others = sides.stranded().otherTables();
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("stranded", sides.stranded().describe());
            document.put("here", sides.here().describe());
            document.put("campaigns", found.stream().map(ReimportText::document).toList());
            document.put("otherTables", others);
            Json.print(out(), document);
        } else {
            out().println("stranded: " + sides.stranded().describe());
            out().println("here:     " + sides.here().describe());
            found.stream().flatMap(one -> ReimportText.lines(one).stream()).forEach(out()::println);
            ReimportText.otherTables(out(), others, sides.here().otherTables());
            long open = found.stream().mapToLong(Differences::open).sum();
            out().println(open == 0 ? "Nothing is left to bring over."
                    : String.format("%,d to bring over or to decide, %,d of them for a person. Nothing was changed.", open,
                            found.stream().mapToLong(Differences::conflicts).sum()));
        }
        return found.stream().allMatch(one -> one.open() == 0) ? ExitCode.OK : LEFT;
    }

    private Run begin(ReimportSides sides, Order order) throws Unavailable {
        Optional<Run> unfinished = sides.here().unfinished(sides.source());
        if (unfinished.isPresent()) {
            err().println("Goes on with run " + unfinished.get().id() + ", which " + unfinished.get().by() + " began at " + unfinished.get().beganAt()
                    + ".");
            err().flush();
            return unfinished.get();
        }
        return sides.here().begin(sides.source(), order.by(), order.reason(), Reimport.BEGINNING);
    }

    private Reimport reimport(CommonOptions common, ReimportSides sides, int rows, int pause) {
        return new Reimport(sides.stranded(), sides.here(), sides.seals(), Clock.systemUTC(),
                new EpochRecount(common.settings().readDrawsRedis(), sides.database().pool()), progress(), Duration.ofMillis(pause), rows);
    }

    private int tell(Successor here, long runId, List<CampaignPair> pairs, boolean json) throws Unavailable {
        Run run = here.runs().stream().filter(one -> one.id() == runId).findFirst().orElseThrow();
        long[] waiting = new long[1];
        Set<Integer> mine = pairs.stream().map(CampaignPair::id).collect(Collectors.toSet());
        Reconsidered.each(here, PAGE, (conflict, proposal) -> waiting[0] += conflict.isWaiting() && mine.contains(conflict.campaignId()) ? 1 : 0);
        Map<Integer, String> slugs = new ReimportReport(here).slugs();
        if (json) {
            Map<String, Object> document = ReimportText.document(run, slugs);
            document.put("conflictsWaiting", waiting[0]);
            Json.print(out(), document);
        } else {
            ReimportText.lines(run, slugs).forEach(out()::println);
            out().println(waiting[0] == 0 ? "No conflict waits for a person."
                    : waiting[0] + " conflicts wait for a person: reimport conflicts, reimport decide, and again.");
        }
        return waiting[0] == 0 ? ExitCode.OK : LEFT;
    }

    private interface Locked {
        int run() throws Unavailable;
    }

    private static int locked(Successor here, Locked work) throws Unavailable {
        Optional<AutoCloseable> lock = here.lock();
        if (lock.isEmpty()) {
            throw new CommandFailure("somebody else is at it: a reimport into this database is running");
        }
        try (AutoCloseable held = lock.get()) {
            return work.run();
        } catch (Unavailable | RuntimeException failed) {
            throw failed;
        } catch (Exception closing) {
            throw new CommandFailure("the lock could not be given back: " + closing.getMessage(), closing);
        }
    }

    private ProgressLines progress() {
        return new ProgressLines(err());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    private int with(CommonOptions common, ReimportSides.From from, Work work) {
        try (ReimportSides sides = new ReimportSides(common, from)) {
            try {
                int code = work.on(sides);
                out().flush();
                return code;
            } catch (Unavailable away) {
                throw sides.database().failure(away);
            } catch (IOException failed) {
                throw new CommandFailure("the report could not be written: " + failed.getMessage(), failed);
            }
        }
    }
}
