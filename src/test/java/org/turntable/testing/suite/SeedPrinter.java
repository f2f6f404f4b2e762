package org.turntable.testing.suite;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Prints the seed of the random order once in each test process, so that a failed run can be repeated. */
public final class SeedPrinter implements BeforeAllCallback {
    private static final AtomicBoolean PRINTED = new AtomicBoolean();

    @Override
    public void beforeAll(ExtensionContext context) {
        String seed = System.getProperty("suite.seed");
        if (seed != null && PRINTED.compareAndSet(false, true)) {
            System.out.println("Classes and methods run in a random order; -Dsuite.seed=" + seed + " repeats it");
        }
    }
}
