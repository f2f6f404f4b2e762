package org.turntable.tool.command.failover;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.turntable.tool.failover.HostCommands;
import org.turntable.tool.failover.Member;
import org.turntable.tool.failover.MemberException;
import org.turntable.tool.failover.policy.FirstState.Found;
import org.turntable.tool.failover.policy.MemberStatus;
import org.turntable.tool.failover.policy.ServerRole;

/**
 * What an agent without a folder finds. A server that does not answer is started, in the role that keeps every row: it
 * boots closed, so that starting it can do no harm, and only its disk tells whether it was the last writer.
 */
final class FirstLook {
    private static final Duration START = Duration.ofSeconds(60);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final HostCommands hosts;
    private final Consumer<String> progress;

    FirstLook(HostCommands hosts, Consumer<String> progress) {
        this.hosts = hosts;
        this.progress = progress;
    }

    /** Both servers; one that is given up is neither waited for nor started. */
    List<Found> at(List<? extends Member> members, String lose) {
        return members.stream().map(member -> look(member, lose)).toList();
    }

    private Found look(Member member, String lose) {
        Optional<MemberStatus> status = read(member);
        if (status.isEmpty() && !member.address().equals(lose) && hosts.canStart()) {
            status = start(member);
        }
        return new Found(member.address(), status);
    }

    private Optional<MemberStatus> start(Member member) {
        progress.accept(member.address() + " does not answer; it is started, and stays closed");
        try {
            hosts.start(member.address(), ServerRole.MASTER);
        } catch (IOException failed) {
            progress.accept("starting " + member.address() + " failed: " + failed.getMessage());
            return Optional.empty();
        }
        long end = System.nanoTime() + START.toNanos();
        Optional<MemberStatus> status = read(member);
        while (status.isEmpty() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
            status = read(member);
        }
        return status;
    }

    private static Optional<MemberStatus> read(Member member) {
        try {
            return Optional.of(member.readStatus());
        } catch (MemberException away) {
            return Optional.empty();
        }
    }
}
