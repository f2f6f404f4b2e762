package org.turntable.tool.command.claim;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.turntable.claim.address.AddressAdministration.Shipping;
import org.turntable.player.DrawKey;
import org.turntable.tool.command.common.CommandException;

/**
 * Reads the CSV file of shipped parcels, with at least the columns claim, revision, carrier and tracking. A file with
 * an invalid line is refused as a whole.
 */
final class ShippingFile {
    private static final Pattern FIELD = Pattern.compile("\\G(?:\"((?:[^\"]|\"\")*)\"|([^,\"]*))(?:,|$)");
    private static final Pattern CARRIER = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ()（）&·.-]{0,39}");
    private static final Pattern TRACKING = Pattern.compile("[A-Za-z0-9-]{5,60}");
    private static final Pattern REVISION = Pattern.compile("[1-9][0-9]{0,8}");
    private static final List<String> COLUMNS = List.of("claim", "revision", "carrier", "tracking");
    private static final int MAX_PARCELS = 20_000;

    private ShippingFile() {}

    /** @throws CommandException with every invalid line */
    static List<Shipping> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (MalformedInputException otherEncoding) {
            throw new CommandException(file + " is not UTF-8; save it as \"CSV UTF-8\"", otherEncoding);
        } catch (IOException broken) {
            throw new CommandException(file + " cannot be read: " + broken.getMessage(), broken);
        }
        if (lines.isEmpty() || lines.size() > MAX_PARCELS + 1) {
            throw new CommandException(
                    file + " has " + lines.size() + " lines; give a header and 1 to " + MAX_PARCELS + " parcels");
        }
        List<String> header = fields(lines.get(0).replace("\uFEFF", "")).stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        int[] at = COLUMNS.stream().mapToInt(header::indexOf).toArray();
        if (at[0] < 0 || at[2] < 0 || at[3] < 0) {
            throw new CommandException(
                    "the first line of " + file + " must have the columns claim, revision, carrier and tracking");
        }
        if (at[1] < 0) {
            throw new CommandException(file + " has no column revision, so that nobody can tell whether an address was "
                    + "changed after its export; nothing was recorded. Export again, compare the addresses with those "
                    + "on the parcels, and give the column revision of that export");
        }
        return parcels(lines, at);
    }

    private static List<Shipping> parcels(List<String> lines, int[] at) {
        List<Shipping> parcels = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Set<DrawKey> seen = new HashSet<>();
        for (int i = 1; i < lines.size(); i++) {
            List<String> fields = fields(lines.get(i));
            String problem = null;
            if (fields.size() <= Arrays.stream(at).max().getAsInt()) {
                problem = "has too few fields, or a quote that is not closed";
            } else {
                DrawKey draw = DrawKey.parse(fields.get(at[0]).strip()).orElse(null);
                String revision = fields.get(at[1]).strip();
                String carrier = fields.get(at[2]).strip();
                String tracking = fields.get(at[3]).strip();
                problem = draw == null
                        ? "has no valid claim"
                        : !seen.add(draw)
                                ? "has the same claim as an earlier line"
                                : problem(revision, carrier, tracking);
                if (problem == null) {
                    parcels.add(new Shipping(draw, Integer.parseInt(revision), carrier, tracking));
                }
            }
            if (problem != null) {
                problems.add("\n  line " + (i + 1) + " " + problem);
            }
        }
        if (!problems.isEmpty()) {
            throw new CommandException("nothing was recorded:"
                    + String.join("", problems.subList(0, Math.min(20, problems.size())))
                    + (problems.size() > 20 ? "\n  and " + (problems.size() - 20) + " more" : ""));
        }
        return parcels;
    }

    private static String problem(String revision, String carrier, String tracking) {
        if (!REVISION.matcher(revision).matches()) {
            return "has no valid revision";
        }
        if (!CARRIER.matcher(carrier).matches()) {
            return "has no valid carrier";
        }
        return TRACKING.matcher(tracking).matches() ? null : "has no valid tracking number";
    }

    /** The fields of a line; some are missing if a quote is not closed. */
    static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        Matcher field = FIELD.matcher(line);
        while (field.find()) {
            fields.add(field.group(1) != null ? field.group(1).replace("\"\"", "\"") : field.group(2));
            if (field.end() == line.length() && !line.endsWith(",")) {
                break;
            }
            if (field.end() == line.length()) {
                fields.add("");
                break;
            }
        }
        return fields;
    }
}
