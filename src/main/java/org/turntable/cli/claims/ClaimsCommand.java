package org.turntable.cli.claims;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.turntable.app.Settings;
import org.turntable.award.ClaimKeys;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.WonDraw;
import org.turntable.award.address.AddressAdministration;
import org.turntable.award.address.AddressAdministration.Author;
import org.turntable.award.address.AddressAdministration.Shipped;
import org.turntable.award.address.AddressAdministration.Shipping;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Campaigns.Unavailable;
import org.turntable.cli.common.CommandFailure;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.Database;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.common.ToolVersion;
import org.turntable.mariadb.FewAtOnce;
import org.turntable.mariadb.MariaDbAddressAdministration;
import org.turntable.mariadb.MariaDbCampaignAdministration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Addresses of posted prizes: who packs, ships and erases. Each look at a whole address is recorded before it is given. */
@Command(name = "claims", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class,
        description = "Addresses of posted prizes: lists them masked, exports, ships, erases and re-encrypts them. Needs claims.key.")
public final class ClaimsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Who does it, and why. */
    static final class Signed {
        @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who does it; recorded.")
        private String by;
        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; recorded.")
        private String reason;

        Author author(CommandSpec spec) {
            if (by.isBlank() || by.strip().length() > 60 || reason.isBlank() || reason.strip().length() > 200) {
                throw new ParameterException(spec.commandLine(), "--by needs 1 to 60 characters, --reason 1 to 200");
            }
            return new Author(by.strip(), reason.strip());
        }
    }

    /** What a command does with the addresses. */
    private interface Work {
        void on(AddressAdministration addresses, Database database) throws ClaimsUnavailable, Unavailable, IOException;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: list, export, ship, delete or rekey");
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists parcels with masked names and numbers; nothing is recorded.")
    int list(@Mixin CommonOptions common, @Parameters(paramLabel = "SLUG") String slug,
             @Option(names = "--unshipped", description = "Only those that have not left.") boolean unshipped) {
        return with(common, (addresses, database) -> {
            int[] count = new int[1];
            addresses.parcels(campaign(database, slug), unshipped, parcel -> {
                count[0]++;
                out().println(parcel.draw().text() + "  " + parcel.prize() + "  " + parcel.address() + "  "
                        + parcel.shipment().map(shipment -> shipment.carrier() + " " + shipment.tracking()).orElse("to be sent"));
            });
            out().println(count[0] == 0 ? "No address is there." : count[0] + " in all.");
        });
    }

    @Command(name = "export", mixinStandardHelpOptions = true, description = {
        "Writes whole addresses into a CSV file for whoever packs, readable by you alone (UTF-8 with a mark for spreadsheets; a field that a",
        "spreadsheet would take for a formula begins with an apostrophe). Who, when and why is recorded before the file is written."})
    int export(@Mixin CommonOptions common, @Parameters(paramLabel = "SLUG") String slug, @Mixin Signed signed,
               @Option(names = "--out", required = true, paramLabel = "FILE", description = "A file that is not there yet.") Path file,
               @Option(names = "--all", description = "Also parcels that have left.") boolean all) {
        Author author = signed.author(spec);
        return with(common, (addresses, database) -> {
            int campaign = campaign(database, slug);
            try (ParcelFile csv = ParcelFile.create(file)) {
                addresses.recordExport(campaign, !all, author);
                addresses.parcels(campaign, !all, csv::write);
                csv.finish();
                out().println(csv.rows() + " addresses are in " + file + ". Delete it when the parcels have left.");
            }
        });
    }

    @Command(name = "ship", mixinStandardHelpOptions = true, description = {
        "Records parcels as sent, from a CSV file with the columns claim, carrier and tracking (claim as in the export). All lines or none.",
        "A file that was taken before may be given again. From then on winners see the number and can no longer change the address."})
    int ship(@Mixin CommonOptions common, @Parameters(paramLabel = "SLUG") String slug, @Mixin Signed signed,
             @Option(names = "--file", required = true, paramLabel = "FILE") Path file,
             @Option(names = "--dry-run", description = "Only check.") boolean dryRun) {
        Author author = signed.author(spec);
        List<Shipping> parcels = ShippingFile.read(file);
        return with(common, (addresses, database) -> {
            List<Shipped> outcomes = addresses.ship(campaign(database, slug), parcels, author, dryRun);
            TreeMap<Shipped, Integer> counts = new TreeMap<>();
            StringBuilder refused = new StringBuilder();
            for (int i = 0; i < outcomes.size(); i++) {
                counts.merge(outcomes.get(i), 1, Integer::sum);
                String why = switch (outcomes.get(i)) {
                    case OTHERWISE -> "was sent with another carrier or number";
                    case UNKNOWN -> "has no address in this campaign";
                    case ERASED -> "has had its address erased";
                    case DONE, THE_SAME -> null;
                };
                refused.append(why == null ? "" : "\n  line " + (i + 2) + ": " + parcels.get(i).draw().text() + " " + why);
            }
            if (!refused.isEmpty()) {
                throw new CommandFailure("nothing was recorded:" + refused);
            }
            out().println((dryRun ? "Would record " : "Recorded ") + counts.getOrDefault(Shipped.DONE, 0) + " as sent; "
                    + counts.getOrDefault(Shipped.THE_SAME, 0) + " had been before.");
        });
    }

    @Command(name = "delete", mixinStandardHelpOptions = true, description = {
        "Erases one winner's address at his request, or with --expired those whose time is over (nodes do that by themselves)."})
    int delete(@Mixin CommonOptions common, @Mixin Signed signed,
               @Parameters(paramLabel = "CLAIM", arity = "0..1", description = "As in list and export, such as 7.AAAAAAAAAAAAAAAAAAAAAQ.3.") String claim,
               @Option(names = "--expired", description = "What claims.days are over for.") boolean expired) {
        Author author = signed.author(spec);
        if (expired == (claim != null)) {
            throw new ParameterException(spec.commandLine(), "Name one claim, or give --expired");
        }
        if (expired) {
            Duration kept = common.settings().readClaims().kept();
            return with(common, (addresses, database) -> out().println(addresses.eraseAfter(kept, author) + " addresses were erased."));
        }
        WonDraw draw = WonDraw.parse(claim).orElseThrow(() -> new ParameterException(spec.commandLine(), "'" + claim + "' is no claim"));
        return with(common, (addresses, database) -> {
            if (!addresses.erase(draw, author)) {
                throw new CommandFailure("there is no address of " + claim);
            }
            out().println("The address of " + claim + " is erased.");
        });
    }

    @Command(name = "rekey", mixinStandardHelpOptions = true, description = {
        "Encrypts anew with claims.key what claims.key.previous has encrypted, a hundred at a time, while winners go on writing.",
        "It may be repeated. When it says 0, the previous key can be taken away."})
    int rekey(@Mixin CommonOptions common, @Mixin Signed signed) {
        Author author = signed.author(spec);
        return with(common, (addresses, database) -> {
            int changed = addresses.rekey(author, done -> out().println("  " + done + " …"));
            out().println(changed + " were encrypted anew.");
        });
    }

    private static int campaign(Database database, String slug) throws Unavailable {
        return new MariaDbCampaignAdministration(database.pool()).find(slug).map(Campaign::id)
                .orElseThrow(() -> new CommandFailure("there is no campaign " + slug + "; turntable-ops campaign list shows all"));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private int with(CommonOptions common, Work work) {
        Settings.Claims claims = common.settings().readClaims();
        Database.use(common, database -> {
            try {
                work.on(new MariaDbAddressAdministration(new FewAtOnce(database.pool(), () -> true, 1), new ClaimKeys(claims.secrets(), new SecureRandom())),
                        database);
            } catch (FileAlreadyExistsException taken) {
                throw new CommandFailure(taken.getMessage() + " is there already; name another file", taken);
            } catch (IOException broken) {
                throw new CommandFailure("the file cannot be used: " + broken.getMessage(), broken);
            }
        });
        out().flush();
        return ExitCode.OK;
    }
}
