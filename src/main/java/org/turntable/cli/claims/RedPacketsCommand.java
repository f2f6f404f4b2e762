package org.turntable.cli.claims;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.WonDraw;
import org.turntable.award.redpacket.RedPacketAdministration;
import org.turntable.award.redpacket.RedPacketAdministration.Listed;
import org.turntable.award.redpacket.RedPackets.State;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Campaigns.Unavailable;
import org.turntable.campaign.Prize;
import org.turntable.campaign.PrizeKind;
import org.turntable.cli.common.CommandFailure;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.Database;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.common.ToolVersion;
import org.turntable.mariadb.FewAtOnce;
import org.turntable.mariadb.MariaDbCampaignAdministration;
import org.turntable.mariadb.MariaDbRedPacketAdministration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Red packets: what prizes pay, what is on its way, and what a person has to decide. */
@Command(name = "red-packets", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class,
        description = "Red packets: says what prizes pay, lists what is not paid yet, and tries again or gives up what failed.")
public final class RedPacketsCommand implements Runnable {
    private static final int LEAST_FEN = 100;
    private static final int MOST_FEN = 20_000;

    @Spec
    private CommandSpec spec;

    /** What a command does. */
    private interface Work {
        void on(RedPacketAdministration packets, Database database) throws ClaimsUnavailable, Unavailable;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: amount, list, retry or give-up");
    }

    @Command(name = "amount", mixinStandardHelpOptions = true, description = {
        "Says what a prize of the kind red packet pays. Once said, it is changed only while the campaign is a draft."})
    int amount(@Mixin CommonOptions common, @Parameters(paramLabel = "SLUG") String slug,
               @Option(names = "--prize", required = true, paramLabel = "NAME", description = "The prize's Chinese name.") String name,
               @Option(names = "--yuan", required = true, paramLabel = "AMOUNT", description = "1 to 200, with two decimals at most.") BigDecimal yuan) {
        int fen = fen(yuan);
        return with(common, (packets, database) -> {
            Prize prize = campaign(database, slug).prizes().stream().filter(one -> one.name().chinese().equals(name) && one.kind() == PrizeKind.RED_PACKET)
                    .findFirst().orElseThrow(() -> new CommandFailure("campaign " + slug + " has no red packet called " + name));
            if (!packets.setAmount(prize.id(), fen)) {
                throw new CommandFailure("what " + name + " pays is said already, and the campaign is announced");
            }
            out().println(name + " pays " + yuanOf(fen) + " yuan.");
        });
    }

    private int fen(BigDecimal yuan) {
        BigDecimal fen = yuan.movePointRight(2).stripTrailingZeros();
        if (fen.scale() > 0 || fen.compareTo(BigDecimal.valueOf(LEAST_FEN)) < 0 || fen.compareTo(BigDecimal.valueOf(MOST_FEN)) > 0) {
            throw new ParameterException(spec.commandLine(), "--yuan is 1 to 200, with two decimals at most");
        }
        return fen.intValueExact();
    }

    private static String yuanOf(int fen) {
        return BigDecimal.valueOf(fen, 2).toPlainString();
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = {
        "Lists what a person has to look at, and with --all also what is on its way; says how many winners have not asked for theirs."})
    int list(@Mixin CommonOptions common, @Option(names = "--all", description = "Also what is due, and what is not known.") boolean all) {
        return with(common, (packets, database) -> {
            int count = 0;
            for (State state : all ? List.of(State.FAILED, State.ASKED, State.DUE, State.GIVEN_UP) : List.of(State.FAILED)) {
                for (Listed one : packets.list(state)) {
                    out().println(state.word() + "  " + one.draw().text() + "  " + yuanOf(one.amountFen()) + " yuan  " + one.tries() + " tries  "
                            + (one.said() == null ? "" : one.said()));
                    count++;
                }
            }
            out().println(count == 0 ? "Nothing waits for a person." : count + " in all.");
            for (Campaign campaign : new MariaDbCampaignAdministration(database.pool()).all()) {
                for (Prize prize : campaign.prizes()) {
                    int open = prize.kind() == PrizeKind.RED_PACKET ? packets.notCollected(prize.id()) : 0;
                    if (open > 0) {
                        out().println(campaign.slug() + ", " + prize.name().chinese() + ": " + open + " winners have not asked for theirs.");
                    }
                }
            }
        });
    }

    @Command(name = "retry", mixinStandardHelpOptions = true, description = "Tries a failed one again; the partner is asked first what became of it.")
    int retry(@Mixin CommonOptions common, @Parameters(paramLabel = "CLAIM", description = "As in list.") String claim) {
        WonDraw draw = draw(claim);
        return with(common, (packets, database) -> {
            if (!packets.retry(draw)) {
                throw new CommandFailure("there is no failed red packet " + claim);
            }
            out().println("Red packet " + claim + " is tried again.");
        });
    }

    @Command(name = "give-up", mixinStandardHelpOptions = true, description = "Ends a failed one for good, as not paid; its winner is told to ask the organiser.")
    int giveUp(@Mixin CommonOptions common, @Parameters(paramLabel = "CLAIM", description = "As in list.") String claim, @Mixin ClaimsCommand.Signed signed) {
        WonDraw draw = draw(claim);
        var author = signed.author(spec);
        return with(common, (packets, database) -> {
            if (!packets.giveUp(draw, author.by(), author.reason())) {
                throw new CommandFailure("there is no failed red packet " + claim);
            }
            out().println("Red packet " + claim + " is given up.");
        });
    }

    private WonDraw draw(String claim) {
        return WonDraw.parse(claim).orElseThrow(() -> new ParameterException(spec.commandLine(), "'" + claim + "' is no claim"));
    }

    private static Campaign campaign(Database database, String slug) throws Unavailable {
        return new MariaDbCampaignAdministration(database.pool()).find(slug)
                .orElseThrow(() -> new CommandFailure("there is no campaign " + slug + "; turntable-ops campaign list shows all"));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private int with(CommonOptions common, Work work) {
        Database.use(common, database -> work.on(new MariaDbRedPacketAdministration(new FewAtOnce(database.pool(), () -> true, 1)), database));
        out().flush();
        return ExitCode.OK;
    }
}
