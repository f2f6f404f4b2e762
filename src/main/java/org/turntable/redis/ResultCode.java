package org.turntable.redis;

import org.turntable.draw.DrawResult;

/** A draw's result as the player's hash spells it: {@code L}, {@code C:prize:entry} or {@code W:prize:ordinal}. */
final class ResultCode {
    private ResultCode() {
    }

    static String write(DrawResult result) {
        if (result instanceof DrawResult.Win win) {
            return "W:" + win.prizeId() + ":" + win.unitOrdinal();
        }
        if (result instanceof DrawResult.Candidate candidate) {
            return "C:" + candidate.prizeId() + ":" + candidate.entryId();
        }
        return "L";
    }

    static DrawResult read(String code) {
        String[] parts = code.split(":");
        return switch (parts[0]) {
            case "L" -> new DrawResult.Loss();
            case "C" -> new DrawResult.Candidate(Integer.parseInt(parts[1]), parts[2]);
            case "W" -> new DrawResult.Win(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
            default -> throw new IllegalStateException("a result that this version cannot read: " + code);
        };
    }
}
