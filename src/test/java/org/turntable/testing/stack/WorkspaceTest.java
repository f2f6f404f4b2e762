package org.turntable.testing.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
    @TempDir
    private Path folder;

    @Test
    void theFilesOfAFolderThatIsGoneAreNone() throws Exception {
        assertEquals(List.of(), Workspace.filesBelow(folder.resolve("gone")));
    }

    @Test
    void abandonedServersAreLookedForWhileAnotherProcessRemovesTheFolder() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        Path runs = folder.resolve("mariadb-1");
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
            while (!ended.get()) {
                try {
                    Path data = Files.createDirectories(runs.resolve("data/a/b"));
                    Files.writeString(data.resolve("server.pid"), "1");
                } catch (java.io.IOException removed) {
                    continue;
                }
                Workspace.deleteTree(runs);
            }
        });
        try {
            for (int look = 0; look < 2000; look++) {
                Cleanup.endServersOf(runs);
            }
        } finally {
            ended.set(true);
            other.join();
        }
    }
}
