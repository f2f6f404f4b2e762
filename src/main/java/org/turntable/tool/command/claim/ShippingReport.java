package org.turntable.tool.command.claim;

import java.io.PrintWriter;
import java.util.Collections;
import java.util.List;
import org.turntable.claim.address.AddressAdministration.Shipped;
import org.turntable.claim.address.AddressAdministration.Shipping;
import org.turntable.tool.command.common.CommandException;

/** Prints which parcels of a file were recorded as shipped, and names those that were refused. */
final class ShippingReport {
    private final List<Shipping> parcels;
    private final List<Shipped> outcomes;

    /** @param outcomes one for each parcel, in the same order */
    ShippingReport(List<Shipping> parcels, List<Shipped> outcomes) {
        this.parcels = parcels;
        this.outcomes = outcomes;
    }

    /**
     * Prints the counts.
     *
     * @throws CommandException with each refused line, where there is one
     */
    void print(PrintWriter out, boolean dryRun) {
        StringBuilder refused = new StringBuilder();
        for (int i = 0; i < outcomes.size(); i++) {
            String why = why(outcomes.get(i));
            if (why != null) {
                refused.append(
                        "\n  line " + (i + 2) + ": " + parcels.get(i).draw().text() + " " + why);
            }
        }
        if (outcomes.stream().anyMatch(Shipped::isFileWrong)) {
            throw new CommandException("nothing was recorded:" + refused);
        }
        out.println((dryRun ? "Would record " : "Recorded ") + count(Shipped.DONE) + " as sent; "
                + count(Shipped.THE_SAME) + " were recorded before.");
        out.flush();
        if (!refused.isEmpty()) {
            throw new CommandException(
                    (count(Shipped.CHANGED) + count(Shipped.ERASED)) + " were refused, as their winners may change "
                            + "addresses until a parcel is recorded; stop or redirect these parcels, export again, and "
                            + "give their lines with the revision of that export:" + refused);
        }
    }

    private int count(Shipped outcome) {
        return Collections.frequency(outcomes, outcome);
    }

    private static String why(Shipped outcome) {
        return switch (outcome) {
            case OTHERWISE -> "was shipped with another carrier or tracking number";
            case UNKNOWN -> "has no address in this campaign";
            case ERASED -> "has an erased address";
            case CHANGED -> "has another address since the export";
            case DONE, THE_SAME -> null;
        };
    }
}
