package org.turntable.testing.bench;

import java.util.ArrayList;
import java.util.List;

/** A table of text: the first column to the left, all others to the right. */
public final class Table {
    private final List<String[]> rows = new ArrayList<>();

    /** A table with these heads. */
    public Table(String... heads) {
        rows.add(heads);
    }

    /** Adds a row with as many cells as there are heads. */
    public Table row(String... cells) {
        if (cells.length != rows.get(0).length) {
            throw new IllegalArgumentException(cells.length + " cells under " + rows.get(0).length + " heads");
        }
        rows.add(cells);
        return this;
    }

    @Override
    public String toString() {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            for (int i = 0; i < widths.length; i++) {
                String cell = rows.get(r)[i];
                String gap = " ".repeat(widths[i] - cell.length());
                text.append(i == 0 ? cell + gap : "  " + gap + cell);
            }
            text.append('\n');
            if (r == 0) {
                int whole = 0;
                for (int width : widths) {
                    whole += width + 2;
                }
                text.append("-".repeat(whole - 2)).append('\n');
            }
        }
        return text.toString();
    }
}
