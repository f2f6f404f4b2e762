package org.turntable.tool.command.campaign;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignAdministration;
import org.turntable.campaign.CampaignAdministration.RefusedException;
import org.turntable.campaign.CampaignState;
import org.turntable.mariadb.campaign.MariaDbCampaignAdministration;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.Json;
import org.turntable.tool.command.common.ToolDatabase;
import org.turntable.tool.command.common.ToolVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows campaigns and changes their state. Changes are recorded with the name of the person. */
@Command(
        name = "campaign",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        subcommands = {CampaignThemeCommand.class, CampaignRulesCommand.class},
        description = "Shows campaigns and changes their state: draft, scheduled, open, paused, closed. Changes "
                + "their theme, and publishes their rules.")
public final class CampaignCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Missing command: list, show, schedule, withdraw, open, pause, resume, close, theme or rules");
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists all campaigns.")
    int list(@Mixin CommonOptions common, @Option(names = "--json", description = "Print JSON.") boolean json) {
        return with(common, campaigns -> {
            List<Campaign> all = campaigns.all();
            if (json) {
                Json.print(out(), all.stream().map(CampaignPrinter::document).toList());
            } else {
                all.forEach(campaign -> out().println(CampaignPrinter.line(campaign)));
                out().println(
                                all.isEmpty()
                                        ? "There is no campaign yet; turntable-ops sample-campaign creates one."
                                        : all.size() + " in total.");
            }
        });
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one campaign with its prizes.")
    int show(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "SLUG") String slug,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        return with(common, campaigns -> {
            Campaign campaign = find(campaigns, slug);
            if (json) {
                Json.print(out(), CampaignPrinter.document(campaign));
            } else {
                CampaignPrinter.lines(campaign).forEach(out()::println);
            }
        });
    }

    @Command(
            name = "schedule",
            mixinStandardHelpOptions = true,
            description = "Announces a draft: its page is public and its rules are frozen.")
    int schedule(@Mixin CommonOptions common, @Mixin MoveOptions move) {
        return move(common, move, EnumSet.of(CampaignState.DRAFT), CampaignState.SCHEDULED);
    }

    @Command(
            name = "withdraw",
            mixinStandardHelpOptions = true,
            description = "Takes an announced campaign back to draft.")
    int withdraw(@Mixin CommonOptions common, @Mixin MoveOptions move) {
        return move(common, move, EnumSet.of(CampaignState.SCHEDULED), CampaignState.DRAFT);
    }

    @Command(
            name = "open",
            mixinStandardHelpOptions = true,
            description = "Opens a scheduled campaign: draws are allowed from its opening time on.")
    int open(@Mixin CommonOptions common, @Mixin MoveOptions move) {
        return move(common, move, EnumSet.of(CampaignState.SCHEDULED), CampaignState.OPEN);
    }

    @Command(name = "pause", mixinStandardHelpOptions = true, description = "Pauses draws; always allowed.")
    int pause(@Mixin CommonOptions common, @Mixin MoveOptions move) {
        return move(common, move, EnumSet.of(CampaignState.OPEN), CampaignState.PAUSED);
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Ends a pause.")
    int resume(@Mixin CommonOptions common, @Mixin MoveOptions move) {
        return move(common, move, EnumSet.of(CampaignState.PAUSED), CampaignState.OPEN);
    }

    @Command(
            name = "close",
            mixinStandardHelpOptions = true,
            description = "Ends a campaign permanently, or cancels a scheduled one.")
    int close(@Mixin CommonOptions common, @Mixin MoveOptions move) {
        return move(
                common,
                move,
                EnumSet.of(CampaignState.SCHEDULED, CampaignState.OPEN, CampaignState.PAUSED),
                CampaignState.CLOSED);
    }

    /** Options of every change of state. */
    static final class MoveOptions {
        @Parameters(paramLabel = "SLUG", description = "The campaign.")
        private String slug;

        @Option(names = "--by", required = true, paramLabel = "NAME", description = "Name of the person; recorded.")
        private String by;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Reason; recorded.")
        private String reason;
    }

    /**
     * {@code from} is stricter than the state machine: a user who opens a paused campaign may not know of the pause.
     */
    private int move(CommonOptions common, MoveOptions move, Set<CampaignState> from, CampaignState to) {
        return with(common, campaigns -> {
            Campaign campaign = find(campaigns, move.slug);
            if (!from.contains(campaign.state())) {
                throw new CommandException(
                        "campaign " + move.slug + " is " + campaign.state().word() + ", but must be "
                                + from.stream().map(CampaignState::word).collect(Collectors.joining(" or ")));
            }
            campaigns.changeState(
                    move.slug, to, move.by, move.reason, Clock.systemUTC().instant());
            out().println("Campaign " + move.slug + " is " + to.word() + " now; it was "
                    + campaign.state().word() + ".");
        });
    }

    private static Campaign find(CampaignAdministration campaigns, String slug) throws DatabaseUnavailableException {
        return campaigns
                .find(slug)
                .orElseThrow(() ->
                        new CommandException("there is no campaign " + slug + "; see turntable-ops campaign list"));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private int with(CommonOptions common, Work work) {
        ToolDatabase.use(common, database -> work.on(new MariaDbCampaignAdministration(database.pool())));
        out().flush();
        return ExitCode.OK;
    }

    /** The work of one command. */
    private interface Work {
        void on(CampaignAdministration campaigns) throws RefusedException, DatabaseUnavailableException;
    }
}
