package org.turntable.tool.command.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turntable.testing.stack.Processes;

class PushStoreTest {
    private static final String RELEASE = "000001";

    @TempDir
    private Path folder;

    private PushStore store;

    @BeforeEach
    void createFolder() throws IOException {
        store = new PushStore(folder);
        Files.createDirectories(store.of(RELEASE));
    }

    @Test
    void aPushIsRunningUntilItsProcessHasEndedEvenIfItsParentDoesNotReapIt() throws Exception {
        // The child ends at once, and "sleep" never waits for it: a zombie.
        Process parent = new ProcessBuilder("sh", "-c", "sleep 0 & echo $!; exec sleep 60").start();
        try {
            store.write(RELEASE, "pid", Long.toString(parent.pid()));
            assertTrue(store.isRunning(RELEASE));
            byte[] line = new byte[20];
            int length = parent.getInputStream().read(line);
            String child = new String(line, 0, length, StandardCharsets.US_ASCII).strip();
            Processes.awaitEnd(Long.parseLong(child));
            store.write(RELEASE, "pid", child + "\n");
            assertFalse(store.isRunning(RELEASE));
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    @Test
    void anEndIsReadOnceItHasAWordInIt() {
        assertEquals(Optional.empty(), store.end(RELEASE));
        store.write(RELEASE, "end", "");
        assertEquals(Optional.empty(), store.end(RELEASE));
        store.write(RELEASE, "end", "DONE");
        assertEquals(Optional.of("DONE"), store.end(RELEASE));
    }

    @Test
    void aPlanIsReadBackAsItWasWritten() {
        Properties plan = new Properties();
        plan.setProperty("by", "王");
        store.plan(RELEASE, plan);
        assertEquals(plan, store.plan(RELEASE));
    }
}
