package org.turntable.claim.address;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.claim.address.AddressAdministration.Author;
import org.turntable.concurrent.PeriodicTask;
import org.turntable.outage.DatabaseUnavailableException;

/** Erases addresses after their retention period. Runs on every node, so that it does not depend on a cron job. */
public final class AddressRetention implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AddressRetention.class);
    private static final Duration PAUSE = Duration.ofMinutes(30);

    private final AddressAdministration addresses;
    private final Duration kept;
    private final Author author;
    private final PeriodicTask task = new PeriodicTask("address-retention", "erasing addresses", PAUSE, this::erase);

    public AddressRetention(AddressAdministration addresses, Duration kept, String node) {
        this.addresses = addresses;
        this.kept = kept;
        this.author = new Author(
                "node " + node.substring(0, Math.min(node.length(), 50)),
                kept.toDays() + " days are over (claims.days)");
    }

    public void start() {
        task.start();
    }

    private void erase() {
        try {
            int erased = addresses.eraseAfter(kept, author);
            if (erased > 0) {
                LOG.info("erased {} addresses after their retention period of {} days", erased, kept.toDays());
            }
        } catch (DatabaseUnavailableException failure) {
            LOG.warn(
                    "addresses could not be erased; next attempt in {} minutes: {}",
                    PAUSE.toMinutes(),
                    failure.getMessage());
        }
    }

    @Override
    public void close() {
        task.close(Duration.ofSeconds(3));
    }
}
