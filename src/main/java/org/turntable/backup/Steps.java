package org.turntable.backup;

/** Is told what is being done, how far it has come, and how long it took. */
public interface Steps {
    /** Something begins. */
    void begin(String what);

    /** It has come that far; total is 0 where it is not known. */
    void progress(long done, long total, String unit);

    /** What was begun last is done. */
    void done(String how);

    /** Does a step, and tells its time. */
    static void step(Steps steps, String what, Doing doing) throws HostFailure {
        steps.begin(what);
        String how = doing.run();
        steps.done(how == null ? "" : how);
    }

    /** A step's work. */
    interface Doing {
        /** @return what to tell beside the time; null for nothing */
        String run() throws HostFailure;
    }
}
