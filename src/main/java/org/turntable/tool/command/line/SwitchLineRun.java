package org.turntable.tool.command.line;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.turntable.config.LineDnsSettings;
import org.turntable.config.LineSettings;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.FindingPrinter;
import org.turntable.tool.command.common.Json;
import org.turntable.tool.command.line.SwitchLineCommand.ChangeOptions;
import org.turntable.tool.line.AddressRecords;
import org.turntable.tool.line.DnsPropagation;
import org.turntable.tool.line.EntryLine;
import org.turntable.tool.line.Finding;
import org.turntable.tool.line.LineSwitch;
import org.turntable.tool.line.LineSwitchStore;
import org.turntable.tool.line.NameServerException;
import org.turntable.tool.line.NameServers;

/** One run of switch-line. Output lines are short, to be readable on a phone. */
final class SwitchLineRun {
    private final LineSettings settings;
    private final LineDnsSettings dns;
    private final List<EntryLine> lines;
    private final NameServers names;
    private final PrintWriter out;
    private final boolean json;
    private final Map<String, Object> document = new LinkedHashMap<>();

    SwitchLineRun(LineSettings settings, LineDnsSettings dns, PrintWriter out, boolean json) {
        this.settings = settings;
        this.dns = dns;
        this.out = out;
        this.json = json;
        this.lines = LineParts.of(settings);
        this.names = LineParts.names(settings, dns);
        document.put("name", settings.name());
    }

    int show() {
        return withErrors(() -> {
            AddressRecords now = names.read();
            print(settings.name() + ": " + lineOf(now));
            print("  " + now);
            lines.forEach(line -> print("line " + line.name() + ": " + String.join(" ", line.addresses())));
            document.put("now", PropagationWatch.document(now, lines));
            return watch(now, Duration.ZERO);
        });
    }

    int to(String lineName, ChangeOptions change, boolean dryRun, Duration limit) {
        EntryLine line = lines.stream()
                .filter(one -> one.name().equals(lineName))
                .findFirst()
                .orElseThrow(() -> new CommandException("unknown line " + lineName + "; lines.addresses has "
                        + String.join(", ", lines.stream().map(EntryLine::name).toList())));
        return withErrors(() -> {
            AddressRecords seen = names.read();
            AddressRecords wanted = line.records(dns.ttl().toSeconds());
            print(settings.name() + ": " + lineOf(seen));
            print("  " + seen);
            if (seen.equals(wanted)) {
                print("Nothing to do: it is on " + line.name() + " already.");
                document.put("outcome", "nothing to do");
                return watch(wanted, limit);
            }
            requireServing(line, Optional.ofNullable(change.anyway));
            if (dryRun) {
                names.dryRun(seen);
                print("Would switch to " + line.name() + ":");
                print("  " + wanted);
                print("The key is valid. Nothing was changed.");
                return end("dry run", ExitCode.OK);
            }
            LineSwitch written = record(change, line.name(), seen, wanted);
            print("Recorded as switch " + written.number() + ".");
            change(written, seen, wanted);
            print("Switched to " + line.name() + ":");
            print("  " + wanted);
            print("Resolvers may cache old answers for " + seen.ttl() + " s.");
            document.put("outcome", "switched");
            return watch(wanted, limit);
        });
    }

    int undo(ChangeOptions change, Duration limit) {
        return withErrors(() -> {
            LineSwitchStore store = new LineSwitchStore(dns.folder());
            LineSwitch last = store.lastUndoable(settings.name())
                    .orElseThrow(() -> new CommandException("there is no switch to undo in " + dns.folder()
                            + "; switch-line show shows the " + "current state"));
            AddressRecords seen = names.read();
            AddressRecords before = last.before();
            print("Switch " + last.number() + " of " + last.field("at") + " by " + last.field("by"));
            if (!seen.equals(before)) {
                if (!seen.equals(last.after()) && change.anyway == null) {
                    throw new CommandException("the name server has now " + seen + ", which switch " + last.number()
                            + " did not set: somebody else changed it; --anyway \"reason\" undoes it nevertheless");
                }
                // The previous line is not probed first: perhaps no line serves, and an undo must not be blocked then.
                names.replace(seen, before);
            }
            setFieldIfPossible(
                    store,
                    last,
                    "undone",
                    Clock.systemUTC().instant() + " by " + change.by + ": " + change.reason
                            + (change.anyway == null ? "" : " (anyway: " + change.anyway + ")"));
            print(
                    seen.equals(before)
                            ? "Nothing to undo: the addresses are the same as before."
                            : "Undone: " + lineOf(before));
            print("  " + before);
            document.put("switch", last.number());
            document.put("outcome", seen.equals(before) ? "nothing to undo" : "undone");
            return watch(before, limit);
        });
    }

    private void requireServing(EntryLine line, Optional<String> anyway) {
        Map<String, List<Finding>> found = LineParts.probeAddresses(settings, line);
        found.forEach((address, findings) -> {
            print("line " + line.name() + " " + address);
            if (!json) {
                FindingPrinter.print(out, findings);
            }
        });
        document.put(
                "probes",
                found.entrySet().stream()
                        .collect(
                                LinkedHashMap::new,
                                (map, entry) -> map.put(entry.getKey(), FindingPrinter.documents(entry.getValue())),
                                Map::putAll));
        List<String> failing = found.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(Finding::isFailed))
                .map(Map.Entry::getKey)
                .toList();
        if (!failing.isEmpty() && anyway.isEmpty()) {
            out.flush();
            throw new CommandException("line " + line.name() + " does not serve at " + String.join(", ", failing)
                    + ": nothing was changed; probe-lines shows details, --anyway \"reason\" switches nevertheless");
        }
    }

    private LineSwitch record(ChangeOptions change, String to, AddressRecords before, AddressRecords after)
            throws IOException {
        Properties fields = new Properties();
        fields.putAll(Map.of(
                "at",
                Clock.systemUTC().instant().toString(),
                "by",
                change.by.strip(),
                "reason",
                change.reason.strip(),
                "name",
                settings.name(),
                "to",
                to,
                "before",
                before.text(),
                "after",
                after.text()));
        if (change.anyway != null) {
            fields.setProperty("anyway", change.anyway.strip());
        }
        LineSwitch written = new LineSwitchStore(dns.folder()).create(fields);
        document.put("switch", written.number());
        return written;
    }

    private void change(LineSwitch written, AddressRecords seen, AddressRecords wanted)
            throws NameServerException, IOException {
        LineSwitchStore store = new LineSwitchStore(dns.folder());
        try {
            names.replace(seen, wanted);
        } catch (NameServerException failed) {
            store.setField(
                    written, "outcome", (failed.outcomeIsUnknown() ? "unknown: " : "refused: ") + failed.getMessage());
            throw failed;
        }
        setFieldIfPossible(store, written, "outcome", "switched");
    }

    /**
     * The change was made: a full disk must not turn it into a failure. Undo does not need this field, it compares the
     * records.
     */
    private void setFieldIfPossible(LineSwitchStore store, LineSwitch of, String field, String text) {
        try {
            store.setField(of, field, text);
        } catch (IOException unwritable) {
            print("The outcome could not be recorded: " + unwritable.getMessage());
        }
    }

    private int watch(AddressRecords wanted, Duration limit) throws NameServerException {
        boolean all = new PropagationWatch(
                        new DnsPropagation(names, names.servers(), wanted), lines, json ? null : out, document)
                .until(limit);
        return end(
                document.getOrDefault("outcome", "shown").toString(),
                all ? ExitCode.OK : SwitchLineCommand.NOT_PROPAGATED);
    }

    private int end(String outcome, int code) {
        document.put("outcome", outcome);
        if (json) {
            Json.print(out, document);
        }
        out.flush();
        return code;
    }

    private String lineOf(AddressRecords records) {
        String known = records.lineNames(lines);
        return known.isEmpty() ? "on no known line" : "on " + known;
    }

    private void print(String line) {
        if (!json) {
            out.println(line);
            // Flushed at once: the connection of the terminal may be lost at any time.
            out.flush();
        }
    }

    /** Work with name servers and the disk. */
    private interface Work {
        int run() throws NameServerException, IOException;
    }

    private int withErrors(Work work) {
        try {
            return work.run();
        } catch (NameServerException failed) {
            String next = failed.outcomeIsUnknown() ? "; check with switch-line show; undo works in both cases" : "";
            throw new CommandException(failed.getMessage() + next, failed);
        } catch (IOException unwritable) {
            throw new CommandException(
                    "lines.folder=" + dns.folder() + " cannot be used (" + unwritable.getMessage()
                            + "); set another folder or change its owner",
                    unwritable);
        }
    }
}
