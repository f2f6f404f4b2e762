package org.turntable.promises.draw;

/** The result that one player was shown of one draw. */
enum ShownResult {
    NOTHING,
    LOSS,
    WIN
}
