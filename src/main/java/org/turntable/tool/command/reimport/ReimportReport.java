package org.turntable.tool.command.reimport;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.reimport.resolve.ReassessedConflicts;
import org.turntable.tool.reimport.rule.Conflict;
import org.turntable.tool.reimport.rule.ReimportTarget;
import org.turntable.tool.reimport.rule.ReimportTarget.RecordedAward;
import org.turntable.tool.reimport.rule.ReimportTarget.Run;

/** Writes the report from the records in the target: one text file, one JSON file. */
final class ReimportReport {
    private static final int PAGE = 500;

    /** Numbers of conflicts. */
    record ConflictCounts(long all, long resolved, long undecided) {}

    private final ReimportTarget target;
    private final Map<Integer, String> slugs = new TreeMap<>();

    ReimportReport(ReimportTarget target) throws DatabaseUnavailableException {
        this.target = target;
        target.campaigns().forEach(campaign -> slugs.put(campaign.id(), campaign.slug()));
    }

    Map<Integer, String> slugs() {
        return slugs;
    }

    /** Writes {@code prefix.txt} and {@code prefix.json}; both appear under these names once they are complete. */
    ConflictCounts write(Path prefix, Instant now) throws DatabaseUnavailableException, IOException {
        Path text = Path.of(prefix + ".txt");
        Path json = Path.of(prefix + ".json");
        Path textPart = Path.of(text + ".part");
        Path jsonPart = Path.of(json + ".part");
        ConflictCounts totals;
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(textPart));
                JsonGenerator document = new JsonFactory(new ObjectMapper())
                        .createGenerator(Files.newBufferedWriter(jsonPart))
                        .useDefaultPrettyPrinter()) {
            out.println("Reimport into " + target.describe());
            out.println("Written " + now);
            document.writeStartObject();
            document.writeStringField("into", target.describe());
            document.writeStringField("writtenAt", now.toString());
            runs(out, document);
            totals = conflicts(out, document);
            awards(out, document);
            document.writeEndObject();
            if (out.checkError()) {
                throw new IOException(textPart + " could not be written to its end");
            }
        }
        Files.move(textPart, text, StandardCopyOption.REPLACE_EXISTING);
        Files.move(jsonPart, json, StandardCopyOption.REPLACE_EXISTING);
        return totals;
    }

    private void runs(PrintWriter out, JsonGenerator document) throws DatabaseUnavailableException, IOException {
        out.println("\nRUNS");
        document.writeArrayFieldStart("runs");
        for (Run run : target.runs()) {
            ReimportPrinter.lines(run, slugs).forEach(out::println);
            document.writePOJO(ReimportPrinter.document(run, slugs));
        }
        document.writeEndArray();
    }

    private ConflictCounts conflicts(PrintWriter out, JsonGenerator document)
            throws DatabaseUnavailableException, IOException {
        out.println("\nCONFLICTS");
        document.writeArrayFieldStart("conflicts");
        long[] counts = new long[3];
        ReassessedConflicts.forEach(target, PAGE, (conflict, proposal) -> {
            counts[0]++;
            counts[1] += conflict.resolution() != null ? 1 : 0;
            counts[2] += conflict.awaitsDecision() ? 1 : 0;
            out.println(ReimportPrinter.line(conflict, slug(conflict), proposal));
            write(document, ReimportPrinter.document(conflict, slug(conflict), proposal));
        });
        document.writeEndArray();
        ConflictCounts totals = new ConflictCounts(counts[0], counts[1], counts[2]);
        out.println(totals.all() + " in all, " + totals.resolved() + " settled, " + totals.undecided()
                + " wait for a person.");
        return totals;
    }

    private void awards(PrintWriter out, JsonGenerator document) throws DatabaseUnavailableException, IOException {
        out.println("\nAWARDED UNITS");
        document.writeArrayFieldStart("given");
        long after = 0;
        for (List<RecordedAward> page = target.awardsAfter(after, PAGE);
                !page.isEmpty();
                page = target.awardsAfter(after, PAGE)) {
            after = page.get(page.size() - 1).id();
            for (RecordedAward award : page) {
                out.println(ReimportPrinter.line(award, slugs));
                document.writePOJO(ReimportPrinter.document(award, slugs));
            }
        }
        document.writeEndArray();
    }

    String slug(Conflict conflict) {
        return Optional.ofNullable(slugs.get(conflict.campaignId())).orElse("campaign " + conflict.campaignId());
    }

    private static void write(JsonGenerator document, Object value) {
        try {
            document.writePOJO(value);
        } catch (IOException full) {
            throw new CommandException("the report could not be written: " + full.getMessage(), full);
        }
    }
}
