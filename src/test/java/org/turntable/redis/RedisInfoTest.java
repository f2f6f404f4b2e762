package org.turntable.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisInfoTest {
    private static final String FITTING = "run_id:a\naof_enabled:1\nmaxmemory_policy:noeviction";

    @Test
    void theReplyOfInfoIsRead() {
        RedisInfo condition =
                RedisInfo.parse("# Server\r\nrun_id:0123456789abcdef0123456789abcdef01234567\r\nexecutable:/usr/bin/"
                        + "redis:server\r\n\r\n"
                        + "# Memory\r\nmaxmemory_policy:noeviction\r\n# Persistence\r\naof_enabled:1\r\n");
        assertEquals(
                new RedisInfo(
                        "0123456789abcdef0123456789abcdef01234567",
                        true,
                        "unknown",
                        false,
                        "noeviction",
                        false,
                        new RequiredReplicas(0, RequiredReplicas.UNKNOWN, RequiredReplicas.UNKNOWN)),
                condition);
        assertFalse(condition.showsSync());
        assertEquals(List.of(), condition.faultsForDraws());
    }

    @Test
    void aRedisWithoutAppendOnlyFileIsRejectedWithTheCorrection() {
        List<String> faults = RedisInfo.parse("run_id:a\naof_enabled:0\nmaxmemory_policy:noeviction")
                .faultsForDraws();
        assertEquals(1, faults.size());
        assertTrue(faults.get(0).contains("set appendonly yes"), faults.get(0));
    }

    @Test
    void aRedisThatSyncsOnceASecondIsRejectedWithTheCorrection() {
        List<String> faults =
                RedisInfo.parse(FITTING, Map.of("appendfsync", "everysec")).faultsForDraws();
        assertEquals(1, faults.size());
        assertTrue(
                faults.get(0).contains("has appendfsync everysec")
                        && faults.get(0).contains("set appendfsync always"),
                faults.get(0));
    }

    @Test
    void aRedisThatDoesNotSyncDuringARewriteIsRejectedWithTheCorrection() {
        List<String> faults = RedisInfo.parse(
                        FITTING, Map.of("appendfsync", "always", "no-appendfsync-on-rewrite", "yes"))
                .faultsForDraws();
        assertEquals(1, faults.size());
        assertTrue(faults.get(0).contains("set no-appendfsync-on-rewrite no"), faults.get(0));
    }

    @Test
    void aRedisThatSyncsAlwaysAlsoDuringARewriteIsAccepted() {
        RedisInfo condition =
                RedisInfo.parse(FITTING, Map.of("appendfsync", "always", "no-appendfsync-on-rewrite", "no"));
        assertTrue(condition.showsSync());
        assertEquals(List.of(), condition.faultsForDraws());
    }

    @Test
    void aRedisThatEvictsKeysIsRejectedWithItsPolicyAndTheCorrection() {
        List<String> faults = RedisInfo.parse("run_id:a\naof_enabled:1\nmaxmemory_policy:allkeys-lru")
                .faultsForDraws();
        assertEquals(1, faults.size());
        assertTrue(
                faults.get(0).contains("allkeys-lru") && faults.get(0).contains("set maxmemory-policy noeviction"),
                faults.get(0));
    }

    @Test
    void aRedisWithoutTheseFieldsIsRejected() {
        assertEquals(2, RedisInfo.parse("").faultsForDraws().size());
    }

    @Test
    void behindSentinelsARedisThatTakesWritesWithoutAReplicaIsRejectedWithTheCorrection() {
        for (String[] config : new String[][] {{"0", "3"}, {"1", "10"}, {"1", "0"}}) {
            List<String> faults = group(2, config[0], config[1]).faultsForDraws(true);
            assertEquals(1, faults.size());
            assertTrue(
                    faults.get(0)
                                    .contains("min-replicas-to-write " + config[0] + " and min-replicas-max-lag "
                                            + config[1])
                            && faults.get(0).contains("set min-replicas-to-write 1 and min-replicas-max-lag 3"),
                    faults.get(0));
        }
        assertEquals(List.of(), group(2, "0", "10").faultsForDraws(false), "nobody makes another server the master");
    }

    @Test
    void behindSentinelsARedisWithReplicasForTwoMastersIsRejected() {
        assertEquals(List.of(), group(2, "1", "3").faultsForDraws(true));
        List<String> faults = group(3, "1", "3").faultsForDraws(true);
        assertTrue(faults.get(0).contains("has 3 replicas"), faults.get(0));
        assertTrue(faults.get(0).contains("set min-replicas-to-write 2"), faults.get(0));
        assertEquals(List.of(), group(3, "2", "3").faultsForDraws(true));
    }

    @Test
    void behindSentinelsARedisThatDoesNotShowItIsRejected() {
        List<String> faults = RedisInfo.parse(FITTING).faultsForDraws(true);
        assertTrue(faults.get(0).contains("+config|get"), faults.get(0));
    }

    private static RedisInfo group(int replicas, String needed, String maxLag) {
        return RedisInfo.parse(
                FITTING + "\nconnected_slaves:" + replicas,
                Map.of("min-replicas-to-write", needed, "min-replicas-max-lag", maxLag));
    }
}
