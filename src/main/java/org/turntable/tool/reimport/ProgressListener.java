package org.turntable.tool.reimport;

/** Receives the progress of long work. */
public interface ProgressListener {
    /**
     * Called after each page.
     *
     * @param what the kind of rows, for a person
     * @param done number of rows that are done
     * @param total number of rows in all, by an estimate
     */
    void at(String what, long done, long total);
}
