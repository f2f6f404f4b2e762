package org.turntable.tool.command.reimport;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.turntable.tool.reimport.compare.Differences;
import org.turntable.tool.reimport.rule.Conflict;
import org.turntable.tool.reimport.rule.Decision;
import org.turntable.tool.reimport.rule.DifferenceKind;
import org.turntable.tool.reimport.rule.ReimportTarget.RecordedAward;
import org.turntable.tool.reimport.rule.ReimportTarget.Run;

/** Formats differences, conflicts, runs and awards as text and as JSON. Coupon codes are never included. */
final class ReimportPrinter {
    private ReimportPrinter() {}

    static List<String> lines(Differences found) {
        List<String> lines = new ArrayList<>();
        lines.add(found.campaign().isEmpty() ? "of no campaign" : "campaign " + found.campaign());
        for (DifferenceKind difference : DifferenceKind.values()) {
            long count = found.count(difference);
            if (count > 0) {
                lines.add(String.format(
                        "  %-20s %,12d  %s%s",
                        difference.table(),
                        count,
                        difference.sentence(),
                        difference.isOpen()
                                        || difference == DifferenceKind.CLAIM_ADRIFT
                                        || difference == DifferenceKind.AMOUNT_OTHERWISE
                                ? ", such as " + String.join(", ", found.samples(difference))
                                : ""));
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
        for (DifferenceKind difference : DifferenceKind.values()) {
            if (found.count(difference) > 0) {
                differences.put(
                        difference.word(),
                        Map.of(
                                "table",
                                difference.table(),
                                "count",
                                found.count(difference),
                                "samples",
                                found.samples(difference)));
            }
        }
        document.put("differences", differences);
        return document;
    }

    static void otherTables(PrintWriter out, Map<String, Long> stranded, Map<String, Long> target) {
        stranded.forEach((table, rows) -> {
            if (rows > 0) {
                out.printf(
                        "  %-20s %,12d  rows there, %,d here: not imported by this tool%n",
                        table, rows, target.getOrDefault(table, 0L));
            }
        });
    }

    static String line(Conflict conflict, String slug, Optional<Decision> proposal) {
        boolean ofWin = conflict.kind().isOfWin();
        StringBuilder line = new StringBuilder(String.format(
                "%5d  %s  draw %s  prize %d %s: %s",
                conflict.id(),
                slug,
                conflict.win().key(),
                conflict.win().unit().prizeId(),
                ofWin
                        ? "unit " + conflict.win().unit().ordinal()
                        : "won by draw number " + conflict.currentNumber() + " here",
                conflict.kind().sentence()));
        line.append(conflict.detail() == null ? "." : " (" + conflict.detail() + ").");
        if (conflict.resolution() != null) {
            line.append(" Settled: ")
                    .append(
                            !ofWin
                                    ? conflict.decision().choice().sentence()
                                    : conflict.resolution().number() == 0
                                            ? "dropped"
                                            : "draw number "
                                                    + conflict.resolution().number() + " holds unit "
                                                    + conflict.resolution().ordinal())
                    .append(", as ")
                    .append(conflict.decision().by())
                    .append(" decided (")
                    .append(conflict.decision().reason())
                    .append(").");
        } else if (conflict.decision() != null) {
            line.append(" Decided by ")
                    .append(conflict.decision().by())
                    .append(": ")
                    .append(conflict.decision().choice().word())
                    .append(
                            conflict.failure() == null
                                    ? "; the next apply carries it out."
                                    : "; could not be carried out: " + conflict.failure() + ".");
        }
        if (conflict.awaitsDecision()) {
            line.append(proposal.map(decision -> " Proposed: " + decision.word() + " (" + decision.sentence() + ").")
                    .orElse(
                            ofWin
                                    ? " No unit of the prize is free: add units, or drop."
                                    : " Find out, then " + choices(conflict) + "."));
        }
        return line.toString();
    }

    /** The possible decisions, each with its meaning. */
    static String choices(Conflict conflict) {
        return Arrays.stream(Decision.values())
                .filter(conflict.kind()::takes)
                .map(decision -> decision.word() + " (" + decision.sentence() + ")")
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
        if (conflict.decision() != null) {
            document.put("decision", conflict.decision().choice().word());
            document.put("by", conflict.decision().by());
            document.put("reason", conflict.decision().reason());
            document.put("decidedAt", conflict.decision().at().toString());
        }
        document.put("trouble", conflict.failure());
        if (conflict.resolution() != null) {
            document.put("settledAt", conflict.resolution().at().toString());
            document.put("settledNumber", conflict.resolution().number());
            document.put("settledUnit", conflict.resolution().ordinal());
        }
        return document;
    }

    static List<String> lines(Run run, Map<Integer, String> slugs) {
        List<String> lines = new ArrayList<>();
        lines.add("Run " + run.id() + " from " + run.source() + ", by " + run.by() + " (" + run.reason() + "), began "
                + run.beganAt()
                + (run.endedAt() == null
                        ? ", not done yet: at " + run.position().strip()
                        : ", done " + run.endedAt()));
        run.counts()
                .forEach((campaign, counts) -> lines.add("  " + slugs.getOrDefault(campaign, "of no campaign") + ": "
                        + counts.entrySet().stream()
                                .map(count -> String.format("%,d %s", count.getValue(), word(count.getKey())))
                                .reduce((one, next) -> one + ", " + next)
                                .orElse("")));
        if (run.counts().isEmpty()) {
            lines.add("  changed nothing");
        }
        return lines;
    }

    private static String word(String what) {
        return switch (what) {
            case "wins" -> "wins imported with their own units";
            case "losses" -> "losing draws imported";
            case "players" -> "players imported";
            case "visits" -> "first visits made earlier";
            case "conflicts" -> "conflicts recorded";
            case "decisions" -> "decisions about wins carried out";
            case "claim_decisions" -> "decisions about claims carried out";
            case "erased" -> "addresses erased, as requested by their winners";
            case "verifiers" -> "verifiers imported, disabled";
            case "red_packets" -> "red packets imported";
            case "held" -> "red packets held until a person has decided";
            case "amounts" -> "amounts of red packets imported";
            case "actions" -> "audit entries of addresses imported";
            default -> what + " imported";
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

    static String line(RecordedAward award, Map<Integer, String> slugs) {
        return String.format(
                "  run %d  %s  draw %s  prize %d unit %d%s%s",
                award.runId(),
                slugs.getOrDefault(award.campaignId(), "?"),
                award.key(),
                award.unit().prizeId(),
                award.unit().ordinal(),
                award.previous() == 0 ? "" : " in place of unit " + award.previous(),
                award.conflictId() == 0 ? "" : ", as decided for conflict " + award.conflictId());
    }

    static Map<String, Object> document(RecordedAward award, Map<Integer, String> slugs) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("run", award.runId());
        document.put("campaign", slugs.getOrDefault(award.campaignId(), ""));
        document.put("player", award.key().player().toString());
        document.put("number", award.key().number());
        document.put("prize", award.unit().prizeId());
        document.put("unit", award.unit().ordinal());
        document.put("previousUnit", award.previous());
        document.put("conflict", award.conflictId());
        return document;
    }
}
