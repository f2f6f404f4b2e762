package org.turntable.cli.campaign;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignAdministration;
import org.turntable.campaign.CampaignAdministration.Refused;
import org.turntable.campaign.CampaignState;
import org.turntable.campaign.Campaigns.Unavailable;
import org.turntable.cli.common.CommandFailure;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.Database;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.common.Json;
import org.turntable.cli.common.ToolVersion;
import org.turntable.mariadb.MariaDbCampaignAdministration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks at campaigns and moves them from state to state. Moves are recorded with who made them. */
@Command(name = "campaign", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class,
        subcommands = {CampaignThemeCommand.class, CampaignRulesCommand.class},
        description = "Looks at campaigns and moves them: draft, scheduled, open, paused, closed. Changes how their pages look, and publishes their rules.")
public final class CampaignCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: list, show, schedule, withdraw, open, pause, resume, close, theme or rules");
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists all campaigns.")
    int list(@Mixin CommonOptions common, @Option(names = "--json", description = "Answer as JSON.") boolean json) {
        return with(common, campaigns -> {
            List<Campaign> all = campaigns.all();
            if (json) {
                Json.print(out(), all.stream().map(CampaignText::document).toList());
            } else {
                all.forEach(campaign -> out().println(CampaignText.line(campaign)));
                out().println(all.isEmpty() ? "There is no campaign yet; turntable-ops sample-campaign makes one." : all.size() + " in all.");
            }
        });
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one campaign with its prizes.")
    int show(@Mixin CommonOptions common, @Parameters(paramLabel = "SLUG") String slug,
             @Option(names = "--json", description = "Answer as JSON.") boolean json) {
        return with(common, campaigns -> {
            Campaign campaign = find(campaigns, slug);
            if (json) {
                Json.print(out(), CampaignText.document(campaign));
            } else {
                CampaignText.lines(campaign).forEach(out()::println);
            }
        });
    }

    @Command(name = "schedule", mixinStandardHelpOptions = true, description = "Announces a draft: its page is there, its rules are frozen.")
    int schedule(@Mixin CommonOptions common, @Mixin Move move) {
        return move(common, move, EnumSet.of(CampaignState.DRAFT), CampaignState.SCHEDULED);
    }

    @Command(name = "withdraw", mixinStandardHelpOptions = true, description = "Takes an announced campaign back to draft.")
    int withdraw(@Mixin CommonOptions common, @Mixin Move move) {
        return move(common, move, EnumSet.of(CampaignState.SCHEDULED), CampaignState.DRAFT);
    }

    @Command(name = "open", mixinStandardHelpOptions = true,
            description = "Opens a scheduled campaign: draws are admitted from its opening instant on.")
    int open(@Mixin CommonOptions common, @Mixin Move move) {
        return move(common, move, EnumSet.of(CampaignState.SCHEDULED), CampaignState.OPEN);
    }

    @Command(name = "pause", mixinStandardHelpOptions = true, description = "Stops draws for a while; always allowed.")
    int pause(@Mixin CommonOptions common, @Mixin Move move) {
        return move(common, move, EnumSet.of(CampaignState.OPEN), CampaignState.PAUSED);
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Goes on after a pause.")
    int resume(@Mixin CommonOptions common, @Mixin Move move) {
        return move(common, move, EnumSet.of(CampaignState.PAUSED), CampaignState.OPEN);
    }

    @Command(name = "close", mixinStandardHelpOptions = true, description = "Ends a campaign for good, or cancels a scheduled one.")
    int close(@Mixin CommonOptions common, @Mixin Move move) {
        return move(common, move, EnumSet.of(CampaignState.SCHEDULED, CampaignState.OPEN, CampaignState.PAUSED), CampaignState.CLOSED);
    }

    /** What every move asks for. */
    static final class Move {
        @Parameters(paramLabel = "SLUG", description = "The campaign.")
        private String slug;
        @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who does it; recorded.")
        private String by;
        @Option(names = "--reason", paramLabel = "TEXT", description = "Why; recorded.")
        private String reason;
    }

    /** {@code from} is narrower than what is legal: "open" on a paused campaign is somebody who does not know of the pause. */
    private int move(CommonOptions common, Move move, Set<CampaignState> from, CampaignState to) {
        return with(common, campaigns -> {
            Campaign campaign = find(campaigns, move.slug);
            if (!from.contains(campaign.state())) {
                throw new CommandFailure("campaign " + move.slug + " is " + campaign.state().word() + ", and this is for one that is "
                        + from.stream().map(CampaignState::word).collect(Collectors.joining(" or ")));
            }
            campaigns.move(move.slug, to, move.by, move.reason, Clock.systemUTC().instant());
            out().println("Campaign " + move.slug + " is " + to.word() + " now; it was " + campaign.state().word() + ".");
        });
    }

    private static Campaign find(CampaignAdministration campaigns, String slug) throws Unavailable {
        return campaigns.find(slug).orElseThrow(() -> new CommandFailure("there is no campaign " + slug + "; turntable-ops campaign list shows all"));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private int with(CommonOptions common, Work work) {
        Database.use(common, database -> work.on(new MariaDbCampaignAdministration(database.pool())));
        out().flush();
        return ExitCode.OK;
    }

    /** What a command does with the campaigns. */
    private interface Work {
        void on(CampaignAdministration campaigns) throws Refused, Unavailable;
    }
}
