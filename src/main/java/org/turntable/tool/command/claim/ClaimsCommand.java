package org.turntable.tool.command.claim;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.turntable.campaign.Campaign;
import org.turntable.claim.ClaimKeys;
import org.turntable.claim.address.AddressAdministration;
import org.turntable.claim.address.AddressAdministration.Author;
import org.turntable.claim.address.AddressAdministration.Shipped;
import org.turntable.claim.address.AddressAdministration.Shipping;
import org.turntable.config.ClaimSettings;
import org.turntable.mariadb.campaign.MariaDbCampaignAdministration;
import org.turntable.mariadb.claim.ClaimTransactions;
import org.turntable.mariadb.claim.MariaDbAddressAdministration;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawKey;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.ToolDatabase;
import org.turntable.tool.command.common.ToolVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Addresses of prizes that are shipped: list, export, ship and erase. Each export of complete addresses is recorded
 * first.
 */
@Command(
        name = "claims",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = "Addresses of prizes that are shipped: lists them masked, exports, marks as shipped, erases and "
                + "re-encrypts them. Needs claims.key.")
public final class ClaimsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** The options --by and --reason. */
    static final class AuthorOptions {
        @Option(names = "--by", required = true, paramLabel = "NAME", description = "Name of the person; recorded.")
        private String by;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Reason; recorded.")
        private String reason;

        Author author(CommandSpec spec) {
            if (by.isBlank()
                    || by.strip().length() > 60
                    || reason.isBlank()
                    || reason.strip().length() > 200) {
                throw new ParameterException(
                        spec.commandLine(), "--by must have 1 to 60 characters, --reason 1 " + "to 200");
            }
            return new Author(by.strip(), reason.strip());
        }
    }

    /** The work of one command. */
    private interface Work {
        void on(AddressAdministration addresses, ToolDatabase database)
                throws DatabaseUnavailableException, IOException;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: list, export, ship, delete or rekey");
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists parcels with masked names and phone numbers; this is not recorded.")
    int list(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "SLUG") String slug,
            @Option(names = "--unshipped", description = "Only parcels that are not shipped.") boolean unshipped) {
        return with(common, (addresses, database) -> {
            int[] count = new int[1];
            addresses.parcels(campaign(database, slug), unshipped, parcel -> {
                count[0]++;
                out().println(parcel.draw().text() + "  " + parcel.prize() + "  " + parcel.address() + "  "
                        + parcel.shipment()
                                .map(shipment -> shipment.carrier() + " " + shipment.tracking())
                                .orElse("not shipped"));
            });
            out().println(count[0] == 0 ? "There is no address." : count[0] + " in total.");
        });
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = {
                "Writes complete addresses to a CSV file for shipping, readable only by the current user (UTF-8 "
                        + "with byte order mark; a field that a",
                "spreadsheet would treat as a formula begins with an apostrophe). Name, time and reason are "
                        + "recorded before the file is written."
            })
    int export(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "SLUG") String slug,
            @Mixin AuthorOptions options,
            @Option(
                            names = "--out",
                            required = true,
                            paramLabel = "FILE",
                            description = "The file to create; it must not exist.")
                    Path file,
            @Option(names = "--all", description = "Also parcels that are shipped.") boolean all) {
        Author author = options.author(spec);
        return with(common, (addresses, database) -> {
            int campaign = campaign(database, slug);
            try (ParcelFile csv = ParcelFile.create(file)) {
                addresses.recordExport(campaign, !all, author);
                addresses.parcels(campaign, !all, csv::write);
                csv.finish();
                out().println(csv.rows() + " addresses were written to " + file + ". Delete the file when the "
                        + "parcels are shipped.");
            }
        });
    }

    @Command(
            name = "ship",
            mixinStandardHelpOptions = true,
            description = {
                "Records parcels as shipped, from a CSV file with the columns claim, revision, carrier and tracking "
                        + "(claim and revision as in the export).",
                "A line whose address its winner changed or withdrew after the export is refused and named, and "
                        + "the other lines are recorded; any other invalid line refuses the whole file.",
                "The same file can be given again. After this, winners see the tracking number and can no "
                        + "longer change the address."
            })
    int ship(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "SLUG") String slug,
            @Mixin AuthorOptions options,
            @Option(names = "--file", required = true, paramLabel = "FILE") Path file,
            @Option(names = "--dry-run", description = "Check the file and change nothing.") boolean dryRun) {
        Author author = options.author(spec);
        List<Shipping> parcels = ShippingFile.read(file);
        return with(common, (addresses, database) -> {
            List<Shipped> outcomes = addresses.ship(campaign(database, slug), parcels, author, dryRun);
            new ShippingReport(parcels, outcomes).print(out(), dryRun);
        });
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = {
                "Erases one winner's address on request, or with --expired all addresses after claims.days "
                        + "(nodes do that automatically)."
            })
    int delete(
            @Mixin CommonOptions common,
            @Mixin AuthorOptions options,
            @Parameters(
                            paramLabel = "CLAIM",
                            arity = "0..1",
                            description = "As in list and export, such as 7.AAAAAAAAAAAAAAAAAAAAAQ.3.")
                    String claim,
            @Option(names = "--expired", description = "Addresses whose time in claims.days is " + "over.")
                    boolean expired) {
        Author author = options.author(spec);
        if (expired == (claim != null)) {
            throw new ParameterException(spec.commandLine(), "Give either a claim or --expired");
        }
        if (expired) {
            Duration kept = common.settings().readClaims().kept();
            return with(
                    common,
                    (addresses, database) ->
                            out().println(addresses.eraseAfter(kept, author) + " addresses were erased."));
        }
        DrawKey draw = DrawKey.parse(claim)
                .orElseThrow(() -> new ParameterException(spec.commandLine(), "'" + claim + "' is not a claim"));
        return with(common, (addresses, database) -> {
            if (!addresses.erase(draw, author)) {
                throw new CommandException("there is no address for " + claim);
            }
            out().println("The address of " + claim + " is erased.");
        });
    }

    @Command(
            name = "rekey",
            mixinStandardHelpOptions = true,
            description = {
                "Re-encrypts with claims.key what was encrypted with claims.key.previous, in batches of a "
                        + "hundred, while nodes keep running.",
                "It can be repeated. When it reports 0, the previous key can be removed."
            })
    int rekey(@Mixin CommonOptions common, @Mixin AuthorOptions options) {
        Author author = options.author(spec);
        return with(common, (addresses, database) -> {
            int changed = addresses.rekey(author, done -> out().println("  " + done + " …"));
            out().println(changed + " were re-encrypted.");
        });
    }

    private static int campaign(ToolDatabase database, String slug) throws DatabaseUnavailableException {
        return new MariaDbCampaignAdministration(database.pool())
                .find(slug)
                .map(Campaign::id)
                .orElseThrow(() ->
                        new CommandException("there is no campaign " + slug + "; see turntable-ops campaign list"));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private int with(CommonOptions common, Work work) {
        ClaimSettings claims = common.settings().readClaims();
        ToolDatabase.use(common, database -> {
            try {
                work.on(
                        new MariaDbAddressAdministration(
                                new ClaimTransactions(database.pool(), () -> true, 1),
                                new ClaimKeys(claims.secrets(), new SecureRandom())),
                        database);
            } catch (FileAlreadyExistsException taken) {
                throw new CommandException(taken.getMessage() + " exists; use another file", taken);
            } catch (IOException broken) {
                throw new CommandException("the file cannot be used: " + broken.getMessage(), broken);
            }
        });
        out().flush();
        return ExitCode.OK;
    }
}
