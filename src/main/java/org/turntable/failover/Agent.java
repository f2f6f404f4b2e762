package org.turntable.failover;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.failover.Verdict.Step;

/** The fail-over agent: one thread that looks at what the probers saw, does the next thing, and carries out what people order. */
public final class Agent {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    /** Steps that change what a server shows. */
    private static final Set<Step> CHANGING = EnumSet.of(Step.GO_ON_PROMOTING, Step.REOPEN, Step.CLOSE_OTHER, Step.FAIL_OVER, Step.TAKE_OVER, Step.HOLD,
            Step.OPEN_WRITER, Step.GO_ALONE, Step.MARK_OTHER, Step.REJOIN);

    private final Pair pair;
    private final Limits limits;
    private final LongSupplier nanoClock;
    private final FailoverMetrics metrics;
    private final Map<String, Watch> watches = new LinkedHashMap<>();
    private final List<Prober> probers;
    private final Judge judge;
    private final Processes processes;
    private final Opening opening;
    private final Promotion promotion;
    private final Pairing pairing;
    private final Switchover switchover;
    private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
    private final Map<String, String> alarms = new TreeMap<>();
    private String lastRefusal = "";
    private long lastTick;
    private volatile boolean closing;

    /**
     * Makes an agent.
     *
     * @param members   the two nodes
     * @param folder    its folder, locked
     * @param standing  what stands there, or what it begins with
     * @param clock     for what is written down
     * @param nanoClock for what is measured
     */
    public Agent(List<Member> members, StandingFolder folder, Standing standing, HostCommands hosts, Limits limits,
                 FailoverMetrics metrics, Clock clock, LongSupplier nanoClock) {
        this.limits = limits;
        this.nanoClock = nanoClock;
        this.metrics = metrics;
        pair = new Pair(members, folder, clock, metrics, standing);
        judge = new Judge(limits);
        processes = new Processes(hosts, nanoClock);
        opening = new Opening(pair, processes);
        promotion = new Promotion(pair, limits, opening, processes);
        pairing = new Pairing(pair, processes, nanoClock);
        switchover = new Switchover(pair, nanoClock);
        members.forEach(member -> watches.put(member.address(), new Watch(member.address(), member.source(), nanoClock)));
        probers = members.stream().map(member -> new Prober(member, watches.get(member.address()), limits, nanoClock)).toList();
    }

    /**
     * Works until it is closed.
     *
     * @return whether it stood down because another agent holds a lock
     */
    public boolean run() {
        pair.settle(pair.standing());
        probers.forEach(Prober::start);
        lastTick = nanoClock.getAsLong();
        try {
            while (!closing) {
                // A tick is due whatever people ask meanwhile.
                long rest = limits.probe().toNanos() / 2 - (nanoClock.getAsLong() - lastTick);
                Order order = orders.poll(Math.max(0, rest), TimeUnit.NANOSECONDS);
                if (order != null) {
                    carryOut(order);
                }
                if (nanoClock.getAsLong() - lastTick >= limits.probe().toNanos() / 2 && tick()) {
                    return true;
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            probers.forEach(Prober::close);
            processes.close();
        }
        return false;
    }

    /** Ends {@link #run()} soon; nothing is changed on the nodes. */
    public void close() {
        closing = true;
    }

    /** Has the agent's thread carry out an order. */
    CompletableFuture<Map<String, String>> give(String verb, Map<String, String> words) {
        Order order = new Order(verb, words, new CompletableFuture<>());
        orders.add(order);
        return order.answer();
    }

    private boolean tick() {
        long now = nanoClock.getAsLong();
        if (now - lastTick > limits.silence().toNanos() / 2) {
            LOG.warn("this agent itself was stopped for {} ms; it looks anew before it judges", TimeUnit.NANOSECONDS.toMillis(now - lastTick));
            watches.values().forEach(Watch::forget);
        }
        Verdict verdict = judge.judge(pair.standing(), sight(pair.writer()), sight(pair.other()), pair.now());
        boolean told = verdict.step() == Step.REFUSE || verdict.step() == Step.START_WRITER || verdict.step() == Step.END_WRITER;
        alarm("refused", told ? verdict.why() : null);
        if (verdict.step() == Step.STAND_DOWN) {
            pair.note("stands down: " + verdict.why());
            return true;
        }
        try {
            act(verdict);
            alarm("step", null);
        } catch (MemberFailure | UncheckedIOException failed) {
            alarm("step", verdict.step() + " (" + verdict.why() + ") did not succeed and is tried again: " + failed.getMessage());
        }
        tell();
        lastTick = nanoClock.getAsLong();
        return false;
    }

    private Sight sight(Member member) {
        return watches.get(member.address()).sight();
    }

    private void act(Verdict verdict) throws MemberFailure {
        String why = verdict.why();
        switch (verdict.step()) {
            case GO_ON_PROMOTING -> promotion.goOn();
            case REOPEN -> {
                pair.settle(pair.standing().opened());
                opening.openWriter();
            }
            case CLOSE_OTHER -> opening.closeOther();
            case FAIL_OVER -> {
                metrics.failedOver();
                promotion.begin(why, false);
            }
            case TAKE_OVER -> {
                metrics.failedOver();
                promotion.takeOver(why, false);
            }
            case HOLD -> {
                pair.settle(pair.standing().held(pair.now(), why));
                opening.openWriter();
            }
            case END_WRITER -> processes.kill(pair.writer().address());
            case OPEN_WRITER -> opening.openWriter();
            case GO_ALONE -> goAlone(limits.singleCopy(), false, why);
            case START_WRITER -> processes.start(pair.writer().address(), Role.MASTER);
            case START_OTHER -> processes.start(pair.other().address(), Role.SLAVE);
            case MARK_OTHER -> pair.other().mark(new Mark(pair.standing().term(), false), pair.standing().writer());
            case REJOIN -> pairing.rejoin();
            case PAIR_UP -> pairing.pairUp();
            default -> { }
        }
        if (CHANGING.contains(verdict.step())) {
            forgetViews();
        }
    }

    /** What was seen before a change is not what is there now: to act on it would be to close the server that was the writer a moment ago. */
    private void forgetViews() {
        watches.values().forEach(Watch::forgetView);
    }

    private void goAlone(Duration limit, boolean person, String why) throws MemberFailure {
        metrics.wentAlone();
        pair.settle(pair.standing().alone(pair.now(), limit, person, why));
        opening.openWriter();
    }

    private void tell() {
        for (String note = processes.nextNote(); note != null; note = processes.nextNote()) {
            pair.note(note);
        }
        alarms.keySet().removeIf(name -> name.startsWith("process "));
        processes.failures().forEach((what, sentence) -> alarm("process " + what, sentence));
        Standing standing = pair.standing();
        alarm("mode", standing.mode() == Mode.PAIR ? null : standing.mode() == Mode.SINGLE_COPY
                ? "single-copy mode until " + standing.until().orElseThrow() + ": what " + standing.writer() + " answers is on one machine alone"
                : "commits wait for a replica, and none may be promoted");
        for (Member member : List.of(pair.writer(), pair.other())) {
            Sight sight = sight(member);
            metrics.answers(member.address(), sight.answers(limits));
            boolean full = sight.view().filter(View::diskFull).isPresent();
            alarm("disk " + member.address(), full ? "the disk of " + member.address() + " is full: make room" : null);
            alarm("away " + member.address(), sight.isDead(limits) ? member.address() + " does not answer: " + sight.trouble() : null);
        }
        metrics.alarms(alarms.keySet());
    }

    private void alarm(String name, String sentence) {
        if (sentence == null) {
            if (alarms.remove(name) != null && !alarms.containsKey("refused") && !alarms.containsKey("step")) {
                lastRefusal = "";
            }
            return;
        }
        alarms.put(name, sentence);
        // Once in the journal, not five times a second.
        if ((name.equals("refused") || name.equals("step")) && !sentence.replaceAll("\\d+ ms", "").equals(lastRefusal)) {
            lastRefusal = sentence.replaceAll("\\d+ ms", "");
            pair.note(sentence);
        }
    }

    private void carryOut(Order order) {
        try {
            order.answer().complete(answer(order));
        } catch (Refusal refused) {
            order.answer().completeExceptionally(refused);
        } catch (MemberFailure | RuntimeException failed) {
            order.answer().completeExceptionally(new Refusal(String.valueOf(failed.getMessage())));
        } finally {
            if (!order.verb().equals("status")) {
                forgetViews();
            }
        }
    }

    private Map<String, String> answer(Order order) throws Refusal, MemberFailure {
        return switch (order.verb()) {
            case "status" -> status();
            case "switchover" -> {
                pair.note("ordered: switchover, " + order.reason());
                long millis = switchover.run(order.reason(), Duration.ofMillis(Long.parseLong(order.word("deadline", "5000"))));
                yield Map.of("writer", pair.standing().writer(), "millis", Long.toString(millis));
            }
            case "fail-over" -> failOver(order);
            case "rejoin" -> {
                pair.note("ordered: rejoin, " + order.reason());
                processes.beginAnew();
                if (pair.standing().byPerson()) {
                    pair.settle(pair.standing().givenBack());
                }
                if (sight(pair.other()).answers(limits)) {
                    pairing.rejoin();
                }
                yield status();
            }
            case "alone" -> {
                pair.note("ordered: single-copy mode, " + order.reason());
                goAlone(Duration.ofMinutes(Long.parseLong(order.word("minutes", Long.toString(limits.singleCopy().toMinutes())))), true,
                        order.reason());
                yield status();
            }
            case "whole" -> whole(order);
            default -> throw new Refusal("this agent does not know " + order.verb());
        };
    }

    private Map<String, String> failOver(Order order) throws Refusal, MemberFailure {
        pair.note("ordered: the writer is dead, " + order.reason());
        Sight writer = sight(pair.writer());
        Sight other = sight(pair.other());
        if (writer.answers(limits) && !writer.view().orElseThrow().readOnly()) {
            throw new Refusal(writer.address() + " answers and is open; without --writer-is-dead it is a planned switchover");
        }
        if (!pair.standing().otherHoldsEverything()) {
            throw new Refusal("acknowledged rows could be missing on " + other.address() + " (" + pair.standing() + "), so it is not promoted");
        }
        if (!other.answers(limits) || !other.view().flatMap(View::replication).map(View.Replication::applying).orElse(false)
                || other.view().orElseThrow().mark().isMissing()) {
            throw new Refusal(other.address() + " is not a replica that applies and was not restarted");
        }
        if (writer.answers(limits)) {
            promotion.takeOver(order.reason(), true);
        } else if (writer.isDead(limits)) {
            promotion.begin(order.reason(), true);
        } else {
            throw new Refusal(writer.address() + " is not dead as seen from here: " + writer.trouble());
        }
        return status();
    }

    private Map<String, String> whole(Order order) throws Refusal, MemberFailure {
        pair.note("ordered: end of single-copy mode, " + order.reason());
        if (pair.standing().mode() == Mode.SINGLE_COPY && !pairing.pairUp()) {
            throw new Refusal(pair.other().address() + " has not caught up and acknowledged; see turntable-ops replica-status, and try again");
        }
        return status();
    }

    private Map<String, String> status() {
        return StatusText.of(pair.standing(), sight(pair.writer()), sight(pair.other()), limits, alarms, pair.now());
    }
}
