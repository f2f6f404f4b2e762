package org.turntable.signal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * New players in the last minute. It keeps who came before they were many, so that those get the reason too. Not
 * thread-safe.
 */
final class Crowd {
    private static final long WINDOW_MS = 60_000;
    private static final int MOST_KEPT = 64;

    private final WindowCount count = new WindowCount(WINDOW_MS);
    private final ArrayDeque<Member> members = new ArrayDeque<>(0);

    private record Member(PlayerKey key, long at) {}

    void add(PlayerKey key, long nowMs) {
        count.add(nowMs);
        if (members.size() == MOST_KEPT) {
            members.removeFirst();
        }
        members.addLast(new Member(key, nowMs));
    }

    int at(long nowMs) {
        return count.at(nowMs);
    }

    /** Those of the last minute who were not taken before. */
    List<PlayerKey> takeMembers(long nowMs) {
        if (members.isEmpty()) {
            return List.of();
        }
        List<PlayerKey> recent = new ArrayList<>(members.size());
        for (Member member : members) {
            if (nowMs - member.at <= WINDOW_MS) {
                recent.add(member.key);
            }
        }
        members.clear();
        return recent;
    }
}
