package org.turntable.promises;

/** What one player was told of one draw. */
enum Told { NOTHING, LOSS, WIN }
