package org.turntable.testing.reference;

import static org.turntable.testing.reference.MarkdownTable.code;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.turntable.tool.TurntableOps;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;

/** All commands of turntable-ops with their help texts, from picocli. */
final class CommandsBlock {
    private static final int WIDTH = 110;

    private CommandsBlock() {}

    /** One line for each command. */
    static String overview() {
        MarkdownTable table = new MarkdownTable("command", "what it does");
        all().forEach((name, command) -> {
            if (command.getSubcommands().isEmpty()) {
                table.row(code(name), firstSentence(command.getCommandSpec().usageMessage()));
            }
        });
        return table.toString();
    }

    /** The help text of each command, as {@code --help} prints it. */
    static String help() {
        List<String> parts = new ArrayList<>();
        all().forEach((name, command) -> {
            command.setUsageHelpAutoWidth(false);
            command.setUsageHelpWidth(WIDTH);
            String usage = command.getUsageMessage(Ansi.OFF)
                    .replaceAll("[ \t]+(?=\n)", "")
                    .strip();
            parts.add("### " + name + "\n\n```text\n" + usage + "\n```");
        });
        return String.join("\n\n", parts);
    }

    private static String firstSentence(UsageMessageSpec usage) {
        String text = String.join(" ", usage.description()).replace("%n", " ").replace("%%", "%");
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end + 1);
    }

    private static Map<String, CommandLine> all() {
        Map<String, CommandLine> found = new LinkedHashMap<>();
        add(found, "", TurntableOps.commandLine());
        return found;
    }

    private static void add(Map<String, CommandLine> found, String parents, CommandLine command) {
        String name = (parents + " " + command.getCommandName()).strip();
        found.put(name, command);
        command.getSubcommands().values().stream()
                .filter(child -> !child.getCommandSpec().usageMessage().hidden())
                .forEach(child -> add(found, name, child));
    }
}
