package org.turntable.testing.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One implementation that is measured.
 *
 * @param name as the table shows it
 * @param family class name of its scripts
 * @param script the settings of its scripts, without players
 * @param rows a query that counts its draws in a database; null where it keeps none
 */
record Way(String name, String family, ObjectNode script, String rows) {
    /**
     * Players of the usual way, put there before the start: their first visit costs it nothing in the measured time.
     */
    static final int USUAL_PLAYERS = 20_000;

    static Way bare() {
        return new Way("bare servlet", BareFamily.class.getName(), settings().put("path", "/yardstick/bare"), null);
    }

    static Way turntable(String slug, int campaign, String origin, String secret) {
        ObjectNode script = draws("/c/" + slug + "/draws", origin, MintedCredentials.class);
        script.putObject("credentialSettings").put("secret", secret);
        return new Way(
                "Turntable",
                DrawFamily.class.getName(),
                script,
                "SELECT COUNT(*) FROM turntable.draw WHERE campaign_id = " + campaign);
    }

    static Way usual(String servlet, String name, String origin) {
        ObjectNode script = draws("/yardstick/" + servlet, origin, YardstickCredentials.class);
        script.putObject("credentialSettings");
        return new Way(name, DrawFamily.class.getName(), script, "SELECT COUNT(*) FROM yardstick.usual_draw");
    }

    /** Whether Turntable is measured against it. */
    boolean isYardstick() {
        return script.path("path").asText().startsWith("/yardstick");
    }

    /** The script's settings for a run with players of its own. */
    ObjectNode scriptFor(int firstPlayer, int players, int stride, int firstNumber) {
        return script.deepCopy()
                .put("firstPlayer", firstPlayer)
                .put("players", players)
                .put("stride", stride)
                .put("firstNumber", firstNumber);
    }

    private static ObjectNode draws(String path, String origin, Class<?> credentials) {
        return settings().put("path", path).put("origin", origin).put("credentials", credentials.getName());
    }

    private static ObjectNode settings() {
        return JsonNodeFactory.instance.objectNode();
    }
}
