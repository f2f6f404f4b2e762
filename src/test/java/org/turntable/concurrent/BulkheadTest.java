package org.turntable.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class BulkheadTest {
    private static final Supplier<IOException> FULL = () -> new IOException("full");

    @Test
    void aCallBeyondTheLimitIsRejectedAndRunsLater() throws Exception {
        Bulkhead bulkhead = new Bulkhead(2);
        String inner = bulkhead.run(
                () -> bulkhead.run(
                        () -> {
                            IOException full =
                                    assertThrows(IOException.class, () -> bulkhead.run(() -> "a third call", FULL));
                            assertEquals("full", full.getMessage());
                            return "two at the same time";
                        },
                        FULL),
                FULL);
        assertEquals("two at the same time", inner);
        assertEquals("later", bulkhead.run(() -> "later", FULL));
    }

    @Test
    void aCallThatThrowsGivesItsPlaceBack() throws Exception {
        Bulkhead bulkhead = new Bulkhead(1);
        IOException failed = assertThrows(IOException.class, () -> bulkhead.run(BulkheadTest::fail, FULL));
        assertEquals("the call failed", failed.getMessage());
        assertEquals("the next one", bulkhead.run(() -> "the next one", FULL));
    }

    @Test
    void aLimitBelowOneIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Bulkhead(0));
    }

    private static String fail() throws IOException {
        throw new IOException("the call failed");
    }
}
