package org.turntable.tool.reimport.compare;

import java.util.Comparator;
import java.util.List;
import org.turntable.outage.DatabaseUnavailableException;

/** Reads two sides in the order of one key and passes each row with its counterpart; one page a side is in memory. */
final class MergeJoin<T> {
    /** Reads the next rows after that one; null reads the first. */
    interface Pages<T> {
        List<T> after(T last) throws DatabaseUnavailableException;
    }

    /** Receives every row once. */
    interface Visitor<T> {
        /** Receives a row and its counterpart; one of them may be null. */
        void accept(T stranded, T current) throws DatabaseUnavailableException;
    }

    private final Pages<T> pages;
    private List<T> page = List.of();
    private int next;
    private T last;
    private boolean ended;

    private MergeJoin(Pages<T> pages) {
        this.pages = pages;
    }

    static <T> void walk(Pages<T> source, Pages<T> target, Comparator<T> order, Visitor<T> visitor)
            throws DatabaseUnavailableException {
        MergeJoin<T> left = new MergeJoin<>(source);
        MergeJoin<T> right = new MergeJoin<>(target);
        while (left.peek() != null || right.peek() != null) {
            int compared =
                    left.peek() == null ? 1 : right.peek() == null ? -1 : order.compare(left.peek(), right.peek());
            T stranded = compared <= 0 ? left.take() : null;
            visitor.accept(stranded, compared >= 0 ? right.take() : null);
        }
    }

    private T peek() throws DatabaseUnavailableException {
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
