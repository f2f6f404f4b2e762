package org.turntable.cli.reimport;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.turntable.reimport.Conflict;
import org.turntable.reimport.Decision;
import org.turntable.reimport.Difference;
import org.turntable.reimport.Differences;
import org.turntable.reimport.Successor.Given;
import org.turntable.reimport.Successor.Run;

/** What a reimport has to tell, for persons and as JSON. No code of a coupon is shown: who reads a report is not who won. */
final class ReimportText {
    private ReimportText() {
    }

    static List<String> lines(Differences found) {
        List<String> lines = new ArrayList<>();
        lines.add(found.campaign().isEmpty() ? "of no campaign" : "campaign " + found.campaign());
        for (Difference difference : Difference.values()) {
            long count = found.count(difference);
            if (count > 0) {
                lines.add(String.format("  %-20s %,12d  %s%s", difference.table(), count, difference.sentence(),
                        difference.isOpen() || difference == Difference.CLAIM_ADRIFT || difference == Difference.AMOUNT_OTHERWISE
                                ? ", such as " + String.join(", ", found.samples(difference)) : ""));
            }
        }
        if (lines.size() == 1) {
            lines.add("  nothing differs");
        }
        return lines;
    }

    static Map<String, Object> document(Differences found) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("campaign", found.campaign());
        document.put("open", found.open());
        document.put("conflicts", found.conflicts());
        Map<String, Object> differences = new LinkedHashMap<>();
        for (Difference difference : Difference.values()) {
            if (found.count(difference) > 0) {
                differences.put(difference.word(),
                        Map.of("table", difference.table(), "count", found.count(difference), "samples", found.samples(difference)));
            }
        }
        document.put("differences", differences);
        return document;
    }

    static void otherTables(PrintWriter out, Map<String, Long> stranded, Map<String, Long> here) {
        stranded.forEach((table, rows) -> {
            if (rows > 0) {
                out.printf("  %-20s %,12d  rows there, %,d here: not brought over by this tool%n", table, rows, here.getOrDefault(table, 0L));
            }
        });
    }

    static String line(Conflict conflict, String slug, Optional<Decision> proposal) {
        boolean ofWin = conflict.kind().isOfWin();
        StringBuilder line = new StringBuilder(String.format("%5d  %s  draw %s  prize %d %s: %s", conflict.id(), slug, conflict.win().key(),
                conflict.win().unit().prizeId(), ofWin ? "unit " + conflict.win().unit().ordinal()
                        : "won by draw number " + conflict.standing() + " here", conflict.kind().sentence()));
        line.append(conflict.detail() == null ? "." : " (" + conflict.detail() + ").");
        if (conflict.settled() != null) {
            line.append(" Settled: ").append(!ofWin ? conflict.verdict().decision().sentence() : conflict.settled().number() == 0 ? "dropped"
                    : "draw number " + conflict.settled().number() + " holds unit " + conflict.settled().ordinal()).append(", as ")
                    .append(conflict.verdict().by()).append(" decided (").append(conflict.verdict().reason()).append(").");
        } else if (conflict.verdict() != null) {
            line.append(" Decided by ").append(conflict.verdict().by()).append(": ").append(conflict.verdict().decision().word())
                    .append(conflict.trouble() == null ? "; the next apply carries it out."
                            : "; could not be carried out: " + conflict.trouble() + ".");
        }
        if (conflict.isWaiting()) {
            line.append(proposal.map(decision -> " Proposed: " + decision.word() + " (" + decision.sentence() + ").")
                    .orElse(ofWin ? " No unit of the prize is free: add units, or drop." : " Find that out, then " + choices(conflict) + "."));
        }
        return line.toString();
    }

    /** The words that settle it, each with what it means. */
    static String choices(Conflict conflict) {
        return Arrays.stream(Decision.values()).filter(conflict.kind()::takes).map(decision -> decision.word() + " (" + decision.sentence() + ")")
                .collect(Collectors.joining(", "));
    }

    static Map<String, Object> document(Conflict conflict, String slug, Optional<Decision> proposal) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", conflict.id());
        document.put("campaign", slug);
        document.put("player", conflict.win().key().player().toString());
        document.put("number", conflict.win().key().number());
        document.put("prize", conflict.win().unit().prizeId());
        document.put("strandedUnit", conflict.win().unit().ordinal());
        document.put("kind", conflict.kind().word());
        document.put("detail", conflict.detail());
        document.put("proposal", proposal.map(Decision::word).orElse(null));
        if (conflict.verdict() != null) {
            document.put("decision", conflict.verdict().decision().word());
            document.put("by", conflict.verdict().by());
            document.put("reason", conflict.verdict().reason());
            document.put("decidedAt", conflict.verdict().at().toString());
        }
        document.put("trouble", conflict.trouble());
        if (conflict.settled() != null) {
            document.put("settledAt", conflict.settled().at().toString());
            document.put("settledNumber", conflict.settled().number());
            document.put("settledUnit", conflict.settled().ordinal());
        }
        return document;
    }

    static List<String> lines(Run run, Map<Integer, String> slugs) {
        List<String> lines = new ArrayList<>();
        lines.add("Run " + run.id() + " from " + run.source() + ", by " + run.by() + " (" + run.reason() + "), began " + run.beganAt()
                + (run.endedAt() == null ? ", not done yet: at " + run.position().strip() : ", done " + run.endedAt()));
        run.counts().forEach((campaign, counts) -> lines.add("  " + slugs.getOrDefault(campaign, "of no campaign") + ": " + counts.entrySet().stream()
                .map(count -> String.format("%,d %s", count.getValue(), word(count.getKey()))).reduce((one, next) -> one + ", " + next).orElse("")));
        if (run.counts().isEmpty()) {
            lines.add("  changed nothing");
        }
        return lines;
    }

    private static String word(String what) {
        return switch (what) {
            case "wins" -> "wins brought in with their own units";
            case "losses" -> "losing draws brought in";
            case "players" -> "players brought in";
            case "visits" -> "first visits made earlier";
            case "conflicts" -> "conflicts recorded";
            case "decisions" -> "decisions about wins carried out";
            case "claim_decisions" -> "decisions about what hangs on wins carried out";
            case "erased" -> "addresses erased, as their winners wished there";
            case "verifiers" -> "verifiers brought in, disabled";
            case "red_packets" -> "red packets brought in";
            case "held" -> "red packets held until a person has decided";
            case "amounts" -> "amounts of red packets brought in";
            case "actions" -> "entries about addresses brought in";
            default -> what + " brought in";
        };
    }

    static Map<String, Object> document(Run run, Map<Integer, String> slugs) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("run", run.id());
        document.put("source", run.source());
        document.put("by", run.by());
        document.put("reason", run.reason());
        document.put("beganAt", run.beganAt().toString());
        document.put("endedAt", run.endedAt() == null ? null : run.endedAt().toString());
        Map<String, Object> counts = new LinkedHashMap<>();
        run.counts().forEach((campaign, count) -> counts.put(slugs.getOrDefault(campaign, ""), count));
        document.put("changed", counts);
        return document;
    }

    static String line(Given given, Map<Integer, String> slugs) {
        return String.format("  run %d  %s  draw %s  prize %d unit %d%s%s", given.runId(), slugs.getOrDefault(given.campaignId(), "?"), given.key(),
                given.unit().prizeId(), given.unit().ordinal(), given.previous() == 0 ? "" : " in place of unit " + given.previous(),
                given.conflictId() == 0 ? "" : ", as decided for conflict " + given.conflictId());
    }

    static Map<String, Object> document(Given given, Map<Integer, String> slugs) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("run", given.runId());
        document.put("campaign", slugs.getOrDefault(given.campaignId(), ""));
        document.put("player", given.key().player().toString());
        document.put("number", given.key().number());
        document.put("prize", given.unit().prizeId());
        document.put("unit", given.unit().ordinal());
        document.put("previousUnit", given.previous());
        document.put("conflict", given.conflictId());
        return document;
    }
}
