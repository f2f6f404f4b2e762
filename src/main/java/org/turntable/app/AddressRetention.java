package org.turntable.app;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.address.AddressAdministration;
import org.turntable.award.address.AddressAdministration.Author;
import org.turntable.rounds.Rounds;

/** Erases addresses on time, on every node: whichever comes first does it, and nothing hangs on a cron job that nobody set up. */
final class AddressRetention implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AddressRetention.class);
    private static final Duration PAUSE = Duration.ofMinutes(30);

    private final AddressAdministration addresses;
    private final Duration kept;
    private final Author author;
    private final Rounds rounds = new Rounds("address-retention", "erasing addresses", PAUSE, this::round);

    AddressRetention(AddressAdministration addresses, Duration kept, String node) {
        this.addresses = addresses;
        this.kept = kept;
        this.author = new Author("node " + node.substring(0, Math.min(node.length(), 50)), kept.toDays() + " days are over (claims.days)");
    }

    void start() {
        rounds.start();
    }

    private void round() {
        try {
            int erased = addresses.eraseAfter(kept, author);
            if (erased > 0) {
                LOG.info("{} addresses were erased: {} days are over", erased, kept.toDays());
            }
        } catch (ClaimsUnavailable away) {
            LOG.warn("addresses could not be erased and will be in {} minutes: {}", PAUSE.toMinutes(), away.getMessage());
        }
    }

    @Override
    public void close() {
        rounds.close(Duration.ofSeconds(3));
    }
}
