package org.turntable.reimport;

import java.util.Comparator;
import java.util.List;
import org.turntable.reimport.Rows.Unavailable;

/** Walks two sides in the order of one key and shows each row with its counterpart; of each side a page is in memory. */
final class Merge<T> {
    /** The next rows after that one; null asks for the first. */
    interface Pages<T> {
        List<T> after(T last) throws Unavailable;
    }

    /** Is shown every row once. */
    interface Meeting<T> {
        /** @param there the stranded row or null, @param here the counterpart or null; never both null */
        void of(T there, T here) throws Unavailable;
    }

    private final Pages<T> pages;
    private List<T> page = List.of();
    private int next;
    private T last;
    private boolean ended;

    private Merge(Pages<T> pages) {
        this.pages = pages;
    }

    static <T> void walk(Pages<T> stranded, Pages<T> here, Comparator<T> order, Meeting<T> meeting) throws Unavailable {
        Merge<T> left = new Merge<>(stranded);
        Merge<T> right = new Merge<>(here);
        while (left.peek() != null || right.peek() != null) {
            int compared = left.peek() == null ? 1 : right.peek() == null ? -1 : order.compare(left.peek(), right.peek());
            T there = compared <= 0 ? left.take() : null;
            meeting.of(there, compared >= 0 ? right.take() : null);
        }
    }

    private T peek() throws Unavailable {
        if (next == page.size() && !ended) {
            page = pages.after(last);
            next = 0;
            ended = page.isEmpty();
        }
        return ended ? null : page.get(next);
    }

    private T take() {
        last = page.get(next++);
        return last;
    }
}
