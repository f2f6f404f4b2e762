package org.turntable.tool.command.campaign;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.turntable.campaign.LocalizedText;
import org.turntable.showcase.RulesVersion;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.Json;
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

/** Shows all published versions of a campaign's rules, or publishes the next one with a notice. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = "Shows the published versions of a campaign's rules with their hashes. With --notice, a new "
                + "version is generated from the current campaign and published. After the start, the "
                + "law allows few changes and none to the disadvantage of players: more units, "
                + "a clearer way to redeem. The first version is published when the "
                + "campaign is scheduled.")
final class CampaignRulesCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "SLUG", description = "The campaign.")
    private String slug;

    @Option(names = "--notice", paramLabel = "TEXT", description = "What changed and why, in Chinese; players read it.")
    private String notice;

    @Option(names = "--notice-en", paramLabel = "TEXT", description = "The same in English.")
    private String noticeEn;

    @Option(
            names = "--how-to-redeem",
            paramLabel = "FILE",
            description = "The new text of how to redeem, in Chinese, UTF-8.")
    private Path howToRedeem;

    @Option(names = "--how-to-redeem-en", paramLabel = "FILE", description = "The same in English.")
    private Path howToRedeemEn;

    @Option(names = "--by", paramLabel = "NAME", description = "Name of the person; recorded.")
    private String by;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (notice == null && (noticeEn != null || howToRedeem != null || howToRedeemEn != null || by != null)) {
            throw new ParameterException(
                    spec.commandLine(), "--notice TEXT is missing: players are informed of " + "a change");
        }
        if (notice != null && by == null) {
            throw new ParameterException(
                    spec.commandLine(), "--by NAME is missing: a change is recorded with the name of the person");
        }
        if (howToRedeemEn != null && howToRedeem == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--how-to-redeem FILE is missing: the Chinese text is the default on " + "every page");
        }
        PrintWriter out = spec.commandLine().getOut();
        ToolDatabase.use(common, database -> {
            ShowcaseAdministration pages = new MariaDbShowcaseAdministration(database.pool());
            if (notice != null) {
                LocalizedText redeem = howToRedeem == null
                        ? null
                        : new LocalizedText(text(howToRedeem), howToRedeemEn == null ? null : text(howToRedeemEn));
                int version = pages.amendRules(
                        slug,
                        new LocalizedText(notice, noticeEn),
                        redeem,
                        by,
                        Clock.systemUTC().instant());
                if (!json) {
                    out.println("Version " + version + " of the rules of " + slug + " is published.");
                }
            }
            print(
                    out,
                    pages.find(slug)
                            .orElseThrow(() -> new CommandException("there is no campaign " + slug))
                            .rules());
            out.flush();
        });
        return ExitCode.OK;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new CommandException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private void print(PrintWriter out, List<RulesVersion> versions) {
        if (json) {
            List<Map<String, Object>> documents = new ArrayList<>();
            for (RulesVersion version : versions) {
                Map<String, Object> document = new LinkedHashMap<>();
                document.put("version", version.number());
                document.put("publishedAt", version.publishedAt().toString());
                document.put("sha256", version.sha256());
                document.put(
                        "notice",
                        version.notice() == null ? null : version.notice().chinese());
                document.put("text", version.text());
                documents.add(document);
            }
            Json.print(out, documents);
            return;
        }
        for (RulesVersion version : versions) {
            out.println("version " + version.number() + "  " + version.publishedAt() + "  " + version.sha256()
                    + (version.notice() == null ? "" : "  " + version.notice().chinese()));
        }
        if (versions.isEmpty()) {
            out.println("No version is published yet; the first one is published when the campaign is scheduled.");
        }
    }
}
