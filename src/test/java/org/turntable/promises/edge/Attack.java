package org.turntable.promises.edge;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** What the script of a stranger does again and again, within the limits that the edge ships with. */
interface Attack extends AutoCloseable {
    /** The time from the beginning of one move to that of the next. */
    Duration pause();

    /**
     * One move. It may run beside others.
     *
     * @param number 0 or more, counted up
     * @return everything that came back, an answer each with its head
     */
    List<String> move(int number) throws IOException;

    /** Whether the answer gives a stranger nothing. */
    boolean isRefusal(String answer);

    /** How long it runs before visitors come: until what it holds is all held. */
    default Duration lead() {
        return Duration.ZERO;
    }

    @Override
    default void close() {}
}
