package org.turntable.testing.bench.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandSampleTest {
    @Test
    void whatAScriptExecutesIsCountedApartFromWhatAClientSent() {
        CommandSample sample = CommandSample.of(List.of(
                "1.5 [0 127.0.0.1:6] \"ECHO\" \"begin\"",
                "1.6 [0 127.0.0.1:7] \"hgetall\" \"s:1\"",
                "1.7 [0 127.0.0.1:7] \"evalsha\" \"beef\" \"1\" \"] \\\"odd\"",
                "1.7 [0 lua] \"hset\" \"s:1\" \"a\" \"b\"",
                "1.8 [0 lua] \"pexpire\" \"s:1\"",
                "1.8 [0 127.0.0.1:9] \"PING\"",
                "1.9 [0 127.0.0.1:7] \"HGETALL\" \"s:2\"",
                "2.0 [0 127.0.0.1:6] \"ECHO\" \"end\""));
        assertEquals(Map.of("HGETALL", 2, "EVALSHA", 1), sample.sent());
        assertEquals(2, sample.inScripts());
        assertEquals(1.5, sample.sentPer(2));
        assertEquals("1 HGETALL, 0.50 EVALSHA", sample.names(2));
    }
}
