package org.turntable.testing.suite;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.turntable.testing.stack.LoggedSecrets;

/** After each test class: fails it when a log of a server got a secret that a test has used. */
public final class LogsAfterEachClass implements AfterAllCallback {
    @Override
    public void afterAll(ExtensionContext context) {
        LoggedSecrets.checkNew();
    }
}
