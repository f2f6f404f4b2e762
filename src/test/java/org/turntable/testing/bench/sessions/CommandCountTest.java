package org.turntable.testing.bench.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CommandCountTest {
    @Test
    void allCommandsAreCountedExceptTheCountItself() {
        assertEquals(
                112,
                CommandCount.sum(
                        "# Commandstats\r\ncmdstat_hgetall:calls=100,usec=7,usec_per_call=0.07,rejected_calls=0,failed_calls=0\r\n"
                                + "cmdstat_info:calls=40,usec=9,usec_per_call=1,rejected_calls=0,failed_calls=0\r\n"
                                + "cmdstat_client|setinfo:calls=2,usec=9,usec_per_call=1,rejected_calls=0,failed_calls=0\r\n"
                                + "cmdstat_evalsha:calls=10,usec=9,usec_per_call=1,rejected_calls=0,failed_calls=0\r\n"));
    }
}
