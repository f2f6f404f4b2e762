package org.turntable.node;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.turntable.config.Settings;
import org.turntable.config.SignalSettings;
import org.turntable.mariadb.signal.MariaDbPlayerSignals;
import org.turntable.signal.PageViews;
import org.turntable.signal.SignalMetrics;
import org.turntable.signal.SignalRecorder;
import org.turntable.signal.SignalThresholds;

/** Signals of automated play. */
final class SignalModule {
    private static final int HASH_KEY_BYTES = 16;

    private SignalModule() {}

    /** @param databaseAvailable whether MariaDB answers */
    static SignalRecorder recorder(
            Settings settings,
            DataSource pool,
            BooleanSupplier databaseAvailable,
            Supplier<Instant> clock,
            SecureRandom random,
            PrometheusRegistry registry) {
        SignalSettings signals = settings.signals();
        byte[] hashKey = new byte[HASH_KEY_BYTES];
        random.nextBytes(hashKey);
        return new SignalRecorder(
                new MariaDbPlayerSignals(pool),
                databaseAvailable,
                new SignalThresholds(signals.addressDraws(), signals.networkDraws(), signals.newPlayers(), (int)
                        signals.quickTap().toMillis()),
                signals.kept(),
                new PageViews(settings.identity().secret().reveal()),
                clock,
                System::nanoTime,
                hashKey,
                new SignalMetrics(registry));
    }
}
