package org.turntable.reimport;

/** Is told how far long work has come. */
public interface Progress {
    /**
     * Told after each page.
     *
     * @param what  what is looked at, for a person
     * @param done  rows so far
     * @param total rows in all, as far as is known
     */
    void at(String what, long done, long total);
}
