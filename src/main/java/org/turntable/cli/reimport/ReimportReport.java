package org.turntable.cli.reimport;

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
import org.turntable.cli.common.CommandFailure;
import org.turntable.reimport.Conflict;
import org.turntable.reimport.Reconsidered;
import org.turntable.reimport.Rows.Unavailable;
import org.turntable.reimport.Successor;
import org.turntable.reimport.Successor.Given;
import org.turntable.reimport.Successor.Run;

/** The report that stays: one file for persons, one for machines, written page by page from what the database keeps. */
final class ReimportReport {
    private static final int PAGE = 500;

    /** How it stands with the conflicts. */
    record Standing(long all, long settled, long waiting) {
    }

    private final Successor here;
    private final Map<Integer, String> slugs = new TreeMap<>();

    ReimportReport(Successor here) throws Unavailable {
        this.here = here;
        here.campaigns().forEach(campaign -> slugs.put(campaign.id(), campaign.slug()));
    }

    Map<Integer, String> slugs() {
        return slugs;
    }

    /** Writes {@code prefix.txt} and {@code prefix.json}; both appear under their names when they are whole. */
    Standing write(Path prefix, Instant now) throws Unavailable, IOException {
        Path text = Path.of(prefix + ".txt");
        Path json = Path.of(prefix + ".json");
        Path textPart = Path.of(text + ".part");
        Path jsonPart = Path.of(json + ".part");
        Standing standing;
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(textPart));
             JsonGenerator document = new JsonFactory(new ObjectMapper()).createGenerator(Files.newBufferedWriter(jsonPart))
                     .useDefaultPrettyPrinter()) {
            out.println("Reimport into " + here.describe());
            out.println("Written " + now);
            document.writeStartObject();
            document.writeStringField("into", here.describe());
            document.writeStringField("writtenAt", now.toString());
            runs(out, document);
            standing = conflicts(out, document);
            given(out, document);
            document.writeEndObject();
            if (out.checkError()) {
                throw new IOException(textPart + " could not be written to its end");
            }
        }
        Files.move(textPart, text, StandardCopyOption.REPLACE_EXISTING);
        Files.move(jsonPart, json, StandardCopyOption.REPLACE_EXISTING);
        return standing;
    }

    private void runs(PrintWriter out, JsonGenerator document) throws Unavailable, IOException {
        out.println("\nRUNS");
        document.writeArrayFieldStart("runs");
        for (Run run : here.runs()) {
            ReimportText.lines(run, slugs).forEach(out::println);
            document.writePOJO(ReimportText.document(run, slugs));
        }
        document.writeEndArray();
    }

    private Standing conflicts(PrintWriter out, JsonGenerator document) throws Unavailable, IOException {
        out.println("\nCONFLICTS");
        document.writeArrayFieldStart("conflicts");
        long[] counts = new long[3];
        Reconsidered.each(here, PAGE, (conflict, proposal) -> {
            counts[0]++;
            counts[1] += conflict.settled() != null ? 1 : 0;
            counts[2] += conflict.isWaiting() ? 1 : 0;
            out.println(ReimportText.line(conflict, slug(conflict), proposal));
            write(document, ReimportText.document(conflict, slug(conflict), proposal));
        });
        document.writeEndArray();
        Standing standing = new Standing(counts[0], counts[1], counts[2]);
        out.println(standing.all() + " in all, " + standing.settled() + " settled, " + standing.waiting() + " wait for a person.");
        return standing;
    }

    private void given(PrintWriter out, JsonGenerator document) throws Unavailable, IOException {
        out.println("\nUNITS THAT WERE GIVEN TO DRAWS");
        document.writeArrayFieldStart("given");
        long after = 0;
        for (List<Given> page = here.givenAfter(after, PAGE); !page.isEmpty(); page = here.givenAfter(after, PAGE)) {
            after = page.get(page.size() - 1).id();
            for (Given given : page) {
                out.println(ReimportText.line(given, slugs));
                document.writePOJO(ReimportText.document(given, slugs));
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
            throw new CommandFailure("the report could not be written: " + full.getMessage(), full);
        }
    }
}
