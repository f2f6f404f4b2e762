package org.turntable.testing.load;

import java.nio.ByteBuffer;

/**
 * The behaviour of one connection of a {@link ClosedLoop}: it supplies the next request and receives its answer, in
 * turn, always by the same thread. Implementations keep their own counts; none of the methods may block.
 */
public interface Script {
    /**
     * Writes the next request, whole, into {@code request} (64 KB).
     *
     * @return false when this connection has no further request; it then stays idle
     */
    boolean next(ByteBuffer request);

    /**
     * Takes the answer to the last request.
     *
     * @param status the HTTP status
     * @param bytes holds the body; valid only during this call
     * @param start where the body begins
     * @param length the body's length in bytes
     */
    void answered(int status, byte[] bytes, int start, int length);

    /** The connection broke before the last request's answer was whole: its outcome is unknown. */
    void failed();
}
