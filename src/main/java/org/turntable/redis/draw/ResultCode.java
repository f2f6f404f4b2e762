package org.turntable.redis.draw;

import org.turntable.player.DrawOutcome;

/**
 * The text form of a draw's result in the player's hash: {@code L}, {@code C:prize:entry} or {@code W:prize:ordinal}.
 */
final class ResultCode {
    private ResultCode() {}

    static String write(DrawOutcome result) {
        if (result instanceof DrawOutcome.Win win) {
            return "W:" + win.prizeId() + ":" + win.unitOrdinal();
        }
        if (result instanceof DrawOutcome.Candidate candidate) {
            return "C:" + candidate.prizeId() + ":" + candidate.entryId();
        }
        return "L";
    }

    static DrawOutcome read(String code) {
        String[] parts = code.split(":");
        return switch (parts[0]) {
            case "L" -> new DrawOutcome.Loss();
            case "C" -> new DrawOutcome.Candidate(Integer.parseInt(parts[1]), parts[2]);
            case "W" -> new DrawOutcome.Win(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
            default -> throw new IllegalStateException("a result that this version cannot read: " + code);
        };
    }
}
