package org.turntable.tool.command.campaign;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import org.turntable.showcase.Picture;
import org.turntable.showcase.Theme;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.ToolDatabase;
import org.turntable.tool.command.common.ToolVersion;
import org.turntable.tool.mariadb.showcase.MariaDbShowcaseAdministration;
import org.turntable.tool.showcase.ShowcaseAdministration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the theme of a campaign's pages, or replaces it. */
@Command(
        name = "theme",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = "Shows a campaign's theme, or replaces it by a properties file in UTF-8: colours, texts, "
                + "pictures. Missing keys have their default; an empty file is the default theme. Colours with "
                + "too little contrast are refused.%n%n"
                + "colour.sky colour.ground colour.metal colour.slice-a colour.slice-b colour.slice-ink "
                + "colour.paper colour.ink colour.accent colour.button "
                + "colour.button-ink: #rrggbb%ntext.slogan text.losing text.cheer, each with .en for English%n"
                + "picture.banner picture.share picture.prize.1 …: PNG or JPEG in the folder of the file; "
                + "scaled down for phones")
final class CampaignThemeCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "SLUG", description = "The campaign.")
    private String slug;

    @Option(names = "--file", paramLabel = "FILE", description = "The new theme.")
    private Path file;

    @Option(names = "--by", paramLabel = "NAME", description = "Name of the person; recorded.")
    private String by;

    @Option(names = "--dry-run", description = "Check the file and change nothing.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (file != null && by == null && !dryRun) {
            throw new ParameterException(
                    spec.commandLine(), "--by NAME is missing: a change is recorded with the name of the person");
        }
        PrintWriter out = spec.commandLine().getOut();
        Theme theme = file == null ? null : ThemeFile.read(file);
        if (dryRun && theme != null) {
            print(out, theme);
            out.println("The file is valid; nothing was changed.");
            out.flush();
            return ExitCode.OK;
        }
        ToolDatabase.use(common, database -> {
            ShowcaseAdministration pages = new MariaDbShowcaseAdministration(database.pool());
            if (theme != null) {
                pages.replaceTheme(slug, theme, by, Clock.systemUTC().instant());
                out.println("Campaign " + slug + " has a new theme; every node shows it within two seconds.");
            }
            print(
                    out,
                    pages.find(slug)
                            .orElseThrow(() -> new CommandException("there is no campaign " + slug))
                            .theme());
            out.flush();
        });
        return ExitCode.OK;
    }

    private static void print(PrintWriter out, Theme theme) {
        Map<String, String> values = theme.values();
        values.forEach((name, value) -> {
            Picture picture =
                    name.startsWith("picture.") ? theme.pictures().get(name.substring("picture.".length())) : null;
            out.println(
                    picture == null
                            ? name + "=" + value
                            : "# " + name + ": " + picture.fileName() + ", " + picture.width() + " x "
                                    + picture.height() + ", " + picture.bytes().length + " bytes");
        });
        if (values.isEmpty()) {
            out.println("# The default theme.");
        }
    }
}
