package org.turntable.failover;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A server made of a few fields, which writes down what was done to it. */
final class FakeMember implements Member {
    private final String address;
    private final List<String> done;
    boolean readOnly = true;
    boolean semiSync;
    int clients;
    int waiting;
    String written = "0-1-10";
    String applied = "0-1-10";
    String received = "0-1-10";
    String source = "";
    boolean receiving = true;
    boolean applying = true;
    boolean reachesAll = true;
    boolean closesInTime = true;
    boolean gone;
    Mark mark = Mark.NONE;

    FakeMember(String address, List<String> done) {
        this.address = address;
        this.done = done;
    }

    private void does(String what) throws MemberFailure {
        if (gone) {
            throw new MemberFailure(MemberFailure.Kind.GONE, address + " is gone", null);
        }
        done.add(address + " " + what);
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public String source() {
        return address;
    }

    @Override
    public View probe() throws MemberFailure {
        return look();
    }

    @Override
    public View look() throws MemberFailure {
        if (gone) {
            throw new MemberFailure(MemberFailure.Kind.GONE, address + " is gone", null);
        }
        Optional<View.Replication> replication = source.isEmpty() ? Optional.empty()
                : Optional.of(new View.Replication(source, receiving, applying, received, "1", Duration.ofMillis(500), applying ? ""
                        : "1062 duplicate"));
        return new View(readOnly, semiSync, clients, waiting, 0, written, applied, mark, replication, false, false, "");
    }

    @Override
    public void mark(Mark now, String writer) throws MemberFailure {
        does("mark " + now.term() + (now.writer() ? " writer" : " closed"));
        mark = now;
    }

    @Override
    public void semiSync(boolean on) throws MemberFailure {
        does("semi-sync " + (on ? "on" : "off"));
        semiSync = on;
    }

    @Override
    public void open() throws MemberFailure {
        does("open");
        readOnly = false;
    }

    @Override
    public void close(Duration limit) throws MemberFailure {
        does("close");
        if (!closesInTime) {
            throw new MemberFailure(MemberFailure.Kind.REFUSED, "lock wait timeout", null);
        }
        readOnly = true;
    }

    @Override
    public int endSessions(boolean waitingToo) throws MemberFailure {
        does("end sessions" + (waitingToo ? ", waiting ones too" : ""));
        return 1;
    }

    @Override
    public void stopReceiving() throws MemberFailure {
        does("stop receiving");
        receiving = false;
    }

    @Override
    public boolean awaitApplied(String position, Duration limit) throws MemberFailure {
        does("await " + position);
        return reachesAll;
    }

    @Override
    public void forgetSource() throws MemberFailure {
        does("forget source");
        source = "";
    }

    @Override
    public void follow(String from) throws MemberFailure {
        does("follow " + from);
        source = from;
        receiving = true;
        applying = true;
    }
}
