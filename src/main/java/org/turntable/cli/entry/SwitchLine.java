package org.turntable.cli.entry;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.turntable.app.Settings;
import org.turntable.cli.common.CommandFailure;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.common.FindingText;
import org.turntable.cli.common.Json;
import org.turntable.cli.entry.SwitchLineCommand.Order;
import org.turntable.entry.EntryLine;
import org.turntable.entry.Finding;
import org.turntable.entry.NameFailure;
import org.turntable.entry.NameServers;
import org.turntable.entry.Spread;
import org.turntable.entry.Standing;
import org.turntable.entry.Switch;
import org.turntable.entry.SwitchFolder;

/** One run of switch-line. What it tells is made for a telephone: short lines. */
final class SwitchLine {
    private final Settings.Lines settings;
    private final Settings.LineNames where;
    private final List<EntryLine> lines;
    private final NameServers names;
    private final PrintWriter out;
    private final boolean json;
    private final Map<String, Object> document = new LinkedHashMap<>();

    SwitchLine(Settings.Lines settings, Settings.LineNames where, PrintWriter out, boolean json) {
        this.settings = settings;
        this.where = where;
        this.out = out;
        this.json = json;
        this.lines = Lines.of(settings);
        this.names = Lines.names(settings, where);
        document.put("name", settings.name());
    }

    int show() {
        return guarded(() -> {
            Standing now = names.read();
            tell(settings.name() + ": " + named(now));
            tell("  " + now);
            lines.forEach(line -> tell("line " + line.name() + ": " + String.join(" ", line.addresses())));
            document.put("now", SpreadWatch.document(now, lines));
            return watch(now, Duration.ZERO);
        });
    }

    int to(String lineName, Order order, boolean dryRun, Duration limit) {
        EntryLine line = lines.stream().filter(one -> one.name().equals(lineName)).findFirst().orElseThrow(() -> new CommandFailure(
                "there is no line " + lineName + "; lines.addresses names " + String.join(", ", lines.stream().map(EntryLine::name).toList())));
        return guarded(() -> {
            Standing seen = names.read();
            Standing wanted = line.standing(where.ttl().toSeconds());
            tell(settings.name() + ": " + named(seen));
            tell("  " + seen);
            if (seen.equals(wanted)) {
                tell("Nothing to do: it is on " + line.name() + " already.");
                document.put("outcome", "nothing to do");
                return watch(wanted, limit);
            }
            refuseUnlessServes(line, Optional.ofNullable(order.anyway));
            if (dryRun) {
                names.rehearse(seen);
                tell("Would switch to " + line.name() + ":");
                tell("  " + wanted);
                tell("The key is good. Nothing was changed.");
                return end("dry run", ExitCode.OK);
            }
            Switch written = written(order, line.name(), seen, wanted);
            tell("Written down as switch " + written.number() + ".");
            change(written, seen, wanted);
            tell("Switched to " + line.name() + ":");
            tell("  " + wanted);
            tell("Old answers may live for " + seen.ttl() + " s.");
            document.put("outcome", "switched");
            return watch(wanted, limit);
        });
    }

    int undo(Order order, Duration limit) {
        return guarded(() -> {
            SwitchFolder folder = new SwitchFolder(where.folder());
            Switch last = folder.lastOpen(settings.name()).orElseThrow(() -> new CommandFailure(
                    "there is no switch to undo in " + where.folder() + "; switch-line show tells how it is"));
            Standing seen = names.read();
            Standing before = last.before();
            tell("Switch " + last.number() + " of " + last.field("at") + " by " + last.field("by"));
            if (!seen.equals(before)) {
                if (!seen.equals(last.after()) && order.anyway == null) {
                    throw new CommandFailure("there stands now " + seen + ", which switch " + last.number()
                            + " did not put there: somebody else changed it; --anyway \"reason\" undoes all the same");
                }
                // The line before is not probed first: whoever undoes may have no line that serves, and must not be held up.
                names.replace(seen, before);
            }
            noteAfterwards(folder, last, "undone", Clock.systemUTC().instant() + " by " + order.by + ": " + order.reason
                    + (order.anyway == null ? "" : " (anyway: " + order.anyway + ")"));
            tell(seen.equals(before) ? "Nothing to undo: it is as it was." : "Undone: " + named(before));
            tell("  " + before);
            document.put("switch", last.number());
            document.put("outcome", seen.equals(before) ? "nothing to undo" : "undone");
            return watch(before, limit);
        });
    }

    private void refuseUnlessServes(EntryLine line, Optional<String> anyway) {
        Map<String, List<Finding>> found = Lines.look(settings, line);
        found.forEach((address, findings) -> {
            tell("line " + line.name() + " " + address);
            if (!json) {
                FindingText.print(out, findings);
            }
        });
        document.put("probes", found.entrySet().stream().collect(LinkedHashMap::new,
                (map, entry) -> map.put(entry.getKey(), FindingText.documents(entry.getValue())), Map::putAll));
        List<String> bad = found.entrySet().stream().filter(entry -> entry.getValue().stream().anyMatch(Finding::isFailed))
                .map(Map.Entry::getKey).toList();
        if (!bad.isEmpty() && anyway.isEmpty()) {
            out.flush();
            throw new CommandFailure("line " + line.name() + " does not serve at " + String.join(", ", bad)
                    + ": nothing was changed; probe-lines tells more, --anyway \"reason\" switches all the same");
        }
    }

    private Switch written(Order order, String to, Standing before, Standing after) throws IOException {
        Properties fields = new Properties();
        fields.putAll(Map.of("at", Clock.systemUTC().instant().toString(), "by", order.by.strip(), "reason", order.reason.strip(), "name", settings.name(),
                "to", to, "before", before.text(), "after", after.text()));
        if (order.anyway != null) {
            fields.setProperty("anyway", order.anyway.strip());
        }
        Switch written = new SwitchFolder(where.folder()).begin(fields);
        document.put("switch", written.number());
        return written;
    }

    private void change(Switch written, Standing seen, Standing wanted) throws NameFailure, IOException {
        SwitchFolder folder = new SwitchFolder(where.folder());
        try {
            names.replace(seen, wanted);
        } catch (NameFailure failed) {
            folder.note(written, "outcome", (failed.outcomeIsUnknown() ? "unknown: " : "refused: ") + failed.getMessage());
            throw failed;
        }
        noteAfterwards(folder, written, "outcome", "switched");
    }

    /** The change is made: a disk that is full by now must not make it look as if it were not. Undo needs no note, it compares. */
    private void noteAfterwards(SwitchFolder folder, Switch of, String field, String text) {
        try {
            folder.note(of, field, text);
        } catch (IOException unwritable) {
            tell("It could not be noted as done: " + unwritable.getMessage());
        }
    }

    private int watch(Standing wanted, Duration limit) throws NameFailure {
        boolean all = new SpreadWatch(new Spread(names, names.servers(), wanted), lines, json ? null : out, document).until(limit);
        return end(document.getOrDefault("outcome", "shown").toString(), all ? ExitCode.OK : SwitchLineCommand.SPREADING);
    }

    private int end(String outcome, int code) {
        document.put("outcome", outcome);
        if (json) {
            Json.print(out, document);
        }
        out.flush();
        return code;
    }

    private String named(Standing standing) {
        String known = standing.lines(lines);
        return known.isEmpty() ? "on no line that is named" : "on " + known;
    }

    private void tell(String line) {
        if (!json) {
            out.println(line);
            // At once: the terminal may be gone in a moment.
            out.flush();
        }
    }

    /** What talks to name servers and the disk. */
    private interface Work {
        int run() throws NameFailure, IOException;
    }

    private int guarded(Work work) {
        try {
            return work.run();
        } catch (NameFailure failed) {
            String next = failed.outcomeIsUnknown() ? "; look with switch-line show, undo works in either case" : "";
            throw new CommandFailure(failed.getMessage() + next, failed);
        } catch (IOException unwritable) {
            throw new CommandFailure("lines.folder=" + where.folder() + " cannot be used (" + unwritable.getMessage() + "); name another or make it yours",
                    unwritable);
        }
    }
}
