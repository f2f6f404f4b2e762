package org.turntable.testing.load;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The scripts of one load run. {@link LoadProcess} makes it by its public constructor without parameters, in the child
 * process, and hands it the settings that the parent wrote.
 */
public interface ScriptFamily {
    /**
     * Reads the run's own settings.
     *
     * @param settings what the parent gave as {@link LoadSettings#script()}
     * @param connections how many connections the run has, at least 1
     */
    void open(JsonNode settings, int connections);

    /**
     * The script of one connection.
     *
     * @param connection 0 .. connections - 1
     */
    Script script(int connection);

    /**
     * What the answers said, counted over the whole run (warm-up too), after it has ended.
     *
     * @return any object that Jackson writes, for the parent to read in {@link LoadResult#counts()}
     */
    Object counts();
}
