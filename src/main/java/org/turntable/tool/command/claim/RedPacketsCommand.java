package org.turntable.tool.command.claim;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Prize;
import org.turntable.campaign.PrizeKind;
import org.turntable.claim.redpacket.RedPackets.State;
import org.turntable.mariadb.campaign.MariaDbCampaignAdministration;
import org.turntable.mariadb.claim.ClaimTransactions;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawKey;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.ToolDatabase;
import org.turntable.tool.command.common.ToolVersion;
import org.turntable.tool.mariadb.redpacket.MariaDbRedPacketAdministration;
import org.turntable.tool.redpacket.RedPacketAdministration;
import org.turntable.tool.redpacket.RedPacketAdministration.Listed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Red packets: amounts, pending payments, and decisions about failed ones. */
@Command(
        name = "red-packets",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = "Red packets: sets the amount of a prize, lists payments that are not done, and retries "
                + "or gives up failed ones.")
public final class RedPacketsCommand implements Runnable {
    private static final int MIN_FEN = 100;
    private static final int MAX_FEN = 20_000;

    @Spec
    private CommandSpec spec;

    /** The work of one command. */
    private interface Work {
        void on(RedPacketAdministration packets, ToolDatabase database) throws DatabaseUnavailableException;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: amount, list, retry or give-up");
    }

    @Command(
            name = "amount",
            mixinStandardHelpOptions = true,
            description = {
                "Sets the amount of a red packet prize. After the campaign is announced, it cannot be changed."
            })
    int amount(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "SLUG") String slug,
            @Option(names = "--prize", required = true, paramLabel = "NAME", description = "The prize's Chinese name.")
                    String name,
            @Option(
                            names = "--yuan",
                            required = true,
                            paramLabel = "AMOUNT",
                            description = "1 to 200, with at most two decimals.")
                    BigDecimal yuan) {
        int fen = fen(yuan);
        return with(common, (packets, database) -> {
            Prize prize = campaign(database, slug).prizes().stream()
                    .filter(one -> one.name().chinese().equals(name) && one.kind() == PrizeKind.RED_PACKET)
                    .findFirst()
                    .orElseThrow(() ->
                            new CommandException("campaign " + slug + " has no red packet prize " + "named " + name));
            if (!packets.setAmount(prize.id(), fen)) {
                throw new CommandException("the amount of " + name + " is set already, and the campaign is announced");
            }
            out().println(name + " pays " + yuanOf(fen) + " yuan.");
        });
    }

    private int fen(BigDecimal yuan) {
        BigDecimal fen = yuan.movePointRight(2).stripTrailingZeros();
        if (fen.scale() > 0
                || fen.compareTo(BigDecimal.valueOf(MIN_FEN)) < 0
                || fen.compareTo(BigDecimal.valueOf(MAX_FEN)) > 0) {
            throw new ParameterException(spec.commandLine(), "--yuan must be 1 to 200, with at most two decimals");
        }
        return fen.intValueExact();
    }

    private static String yuanOf(int fen) {
        return BigDecimal.valueOf(fen, 2).toPlainString();
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {
                "Lists failed red packets, which need a decision, and with --all also pending ones; shows how "
                        + "many winners have not asked for theirs."
            })
    int list(
            @Mixin CommonOptions common,
            @Option(names = "--all", description = "Also pending payments and those with an unknown " + "outcome.")
                    boolean all) {
        return with(common, (packets, database) -> {
            int count = 0;
            for (State state :
                    all ? List.of(State.FAILED, State.ASKED, State.DUE, State.GIVEN_UP) : List.of(State.FAILED)) {
                for (Listed one : packets.list(state)) {
                    out().println(state.word() + "  " + one.draw().text() + "  " + yuanOf(one.amountFen()) + " yuan  "
                            + one.tries() + " tries  " + (one.partnerReply() == null ? "" : one.partnerReply()));
                    count++;
                }
            }
            out().println(count == 0 ? "No red packet needs a decision." : count + " in total.");
            for (Campaign campaign : new MariaDbCampaignAdministration(database.pool()).all()) {
                for (Prize prize : campaign.prizes()) {
                    int open = prize.kind() == PrizeKind.RED_PACKET ? packets.notCollected(prize.id()) : 0;
                    if (open > 0) {
                        out().println(campaign.slug() + ", " + prize.name().chinese() + ": " + open
                                + " winners have not asked for theirs.");
                    }
                }
            }
        });
    }

    @Command(
            name = "retry",
            mixinStandardHelpOptions = true,
            description = "Retries a failed red packet; the partner is first asked for its state.")
    int retry(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "CLAIM", description = "Claim as in " + "list.") String claim) {
        DrawKey draw = draw(claim);
        return with(common, (packets, database) -> {
            if (!packets.retry(draw)) {
                throw new CommandException("there is no failed red packet " + claim);
            }
            out().println("Red packet " + claim + " will be retried.");
        });
    }

    @Command(
            name = "give-up",
            mixinStandardHelpOptions = true,
            description = "Gives up a failed red packet, as not paid; the winner's page says to ask the organiser.")
    int giveUp(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "CLAIM", description = "Claim as in list.") String claim,
            @Mixin ClaimsCommand.AuthorOptions options) {
        DrawKey draw = draw(claim);
        var author = options.author(spec);
        return with(common, (packets, database) -> {
            if (!packets.giveUp(draw, author.by(), author.reason())) {
                throw new CommandException("there is no failed red packet " + claim);
            }
            out().println("Red packet " + claim + " is given up.");
        });
    }

    private DrawKey draw(String claim) {
        return DrawKey.parse(claim)
                .orElseThrow(() -> new ParameterException(spec.commandLine(), "'" + claim + "' is not a claim"));
    }

    private static Campaign campaign(ToolDatabase database, String slug) throws DatabaseUnavailableException {
        return new MariaDbCampaignAdministration(database.pool())
                .find(slug)
                .orElseThrow(() ->
                        new CommandException("there is no campaign " + slug + "; see turntable-ops campaign list"));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private int with(CommonOptions common, Work work) {
        ToolDatabase.use(
                common,
                database -> work.on(
                        new MariaDbRedPacketAdministration(new ClaimTransactions(database.pool(), () -> true, 1)),
                        database));
        out().flush();
        return ExitCode.OK;
    }
}
