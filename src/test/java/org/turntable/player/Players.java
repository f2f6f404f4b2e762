package org.turntable.player;

import java.nio.ByteBuffer;

/** Players for tests. */
public final class Players {
    private Players() {}

    /** The player of that number; a higher number comes later in {@link PlayerId}'s order. */
    public static PlayerId player(int number) {
        return PlayerId.of(ByteBuffer.allocate(16).putInt(number).array());
    }
}
