package org.turntable.tool.command.campaign;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignAdministration;
import org.turntable.campaign.CampaignAdministration.CampaignDefinition;
import org.turntable.campaign.CampaignAdministration.RefusedException;
import org.turntable.campaign.CampaignState;
import org.turntable.campaign.Prize;
import org.turntable.campaign.PrizeKind;
import org.turntable.mariadb.campaign.MariaDbCampaignAdministration;
import org.turntable.mariadb.claim.ClaimTransactions;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.ToolDatabase;
import org.turntable.tool.command.common.ToolVersion;
import org.turntable.tool.mariadb.redpacket.MariaDbRedPacketAdministration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Creates the sample campaign; if it exists, it is left unchanged. */
@Command(
        name = "sample-campaign",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = "Creates a realistic seven-day campaign, scheduled or open. An existing one is left unchanged "
                + "(with --open it is opened).")
public final class SampleCampaignCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Option(
            names = "--slug",
            defaultValue = "golden-week",
            paramLabel = "SLUG",
            description = "Slug of the path /c/SLUG (default: ${DEFAULT-VALUE}).")
    private String slug;

    @Option(names = "--open", description = "Open it; otherwise it is scheduled.")
    private boolean open;

    @Option(
            names = "--chances-per-day",
            defaultValue = "3",
            paramLabel = "N",
            description = "Draws of one player in a day (default: ${DEFAULT-VALUE}).")
    private int chancesPerDay;

    @Option(
            names = "--chances-in-all",
            defaultValue = "12",
            paramLabel = "N",
            description = "Draws of one player in total (default: ${DEFAULT-VALUE}).")
    private int chancesInAll;

    @Option(
            names = "--opens-at",
            paramLabel = "ISO",
            description = "When it opens, such as 2026-10-01T10:00 (Shanghai) or 2026-10-01T02:00:00Z; by default now.")
    private String opensAt;

    @Spec
    private CommandSpec spec;

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        CampaignDefinition definition = definition();
        ToolDatabase.use(common, database -> {
            CampaignAdministration campaigns = new MariaDbCampaignAdministration(database.pool());
            Optional<Campaign> existing = campaigns.find(slug);
            if (existing.isEmpty()) {
                out.printf(
                        "Creating campaign %s with %d prizes and %,d units …%n",
                        slug,
                        definition.prizes().size(),
                        definition.prizes().stream()
                                .mapToInt(CampaignAdministration.PrizeDefinition::units)
                                .sum());
                out.flush();
                campaigns.create(definition);
                setRedPacketAmounts(database, campaigns.find(slug).orElseThrow());
            } else {
                out.println("Campaign " + slug + " exists; its prizes and times are left unchanged.");
            }
            moveOn(campaigns, campaigns.find(slug).orElseThrow(), existing.isEmpty());
            out.println(CampaignPrinter.line(campaigns.find(slug).orElseThrow()));
            out.flush();
        });
        return ExitCode.OK;
    }

    private static void setRedPacketAmounts(ToolDatabase database, Campaign campaign)
            throws DatabaseUnavailableException {
        for (Prize prize : campaign.prizes()) {
            if (prize.kind() == PrizeKind.RED_PACKET) {
                new MariaDbRedPacketAdministration(new ClaimTransactions(database.pool(), () -> true, 1))
                        .setAmount(prize.id(), SampleCampaign.RED_PACKET_FEN);
            }
        }
    }

    private CampaignDefinition definition() {
        try {
            return SampleCampaign.of(slug, opening(), chancesPerDay, chancesInAll, new SecureRandom());
        } catch (IllegalArgumentException unfit) {
            throw new ParameterException(spec.commandLine(), unfit.getMessage());
        }
    }

    /** Changes the state: of an existing campaign only with --open, of a closed one never. */
    private void moveOn(CampaignAdministration campaigns, Campaign campaign, boolean fresh)
            throws RefusedException, DatabaseUnavailableException {
        List<CampaignState> states = switch (campaign.state()) {
            case DRAFT ->
                open ? List.of(CampaignState.SCHEDULED, CampaignState.OPEN) : List.of(CampaignState.SCHEDULED);
            case SCHEDULED, PAUSED -> open ? List.of(CampaignState.OPEN) : List.<CampaignState>of();
            case OPEN, CLOSED -> List.<CampaignState>of();
        };
        for (CampaignState state : fresh || open ? states : List.<CampaignState>of()) {
            campaigns.changeState(slug, state, "turntable-ops", "sample campaign", clock.instant());
        }
    }

    private Instant opening() {
        if (opensAt == null) {
            return clock.instant().truncatedTo(ChronoUnit.SECONDS);
        }
        try {
            return opensAt.matches(".*(Z|[+-]\\d{2}:?\\d{2})")
                    ? OffsetDateTime.parse(opensAt).toInstant()
                    : LocalDateTime.parse(opensAt).atZone(SampleCampaign.ZONE).toInstant();
        } catch (DateTimeParseException unfit) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--opens-at " + opensAt + " is not a date and time; write it as " + "2026-10-01T10:00");
        }
    }
}
