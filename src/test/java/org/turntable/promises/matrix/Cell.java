package org.turntable.promises.matrix;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.turntable.promises.matrix.Fault.Effect;

/**
 * One run of the matrix.
 *
 * @param faults one or two, injected in this order
 * @param seed decides every moment
 */
record Cell(List<Fault> faults, MatrixCampaign campaign, long seed) {
    Cell {
        faults = List.copyOf(faults);
    }

    /** As it is printed, recorded and chosen by. */
    String id() {
        return faults.stream().map(Fault::name).collect(Collectors.joining("+")) + "/"
                + campaign.name().toLowerCase(Locale.ROOT).replace('_', '-') + "/" + seed;
    }

    /**
     * Whether a loss that was told may be drawn again: Redis has lost it, and the node that told it cannot write it any
     * more.
     */
    boolean lossesMayBeForgotten() {
        List<Effect> effects = faults.stream().map(Fault::effect).toList();
        return effects.contains(Effect.REDIS_LOSES_STATE) && effects.contains(Effect.SILENT_NODE);
    }
}
