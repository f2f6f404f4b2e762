package org.turntable.draw;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Prize;
import org.turntable.player.PlayerId;

/** Prepared answers of Redis: each call gets the next one; it fails if there is none left. */
public final class FakeAdmissions implements Admissions {
    /** A requested draw. */
    public record Asked(int planVersion, PlayerId player, int number, Prize candidate, Epoch epoch) {}

    /** A seeded player hash. */
    public record Seeded(PlayerId player, Epoch epoch, PlayerHistory.History history) {}

    private final Queue<CompletableFuture<Admission>> answers = new ArrayDeque<>();
    private final Queue<CompletableFuture<View>> views = new ArrayDeque<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final List<Seeded> seeded = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<Boolean> seedAnswer = CompletableFuture.completedFuture(true);
    private volatile Instant now = Instant.parse("2026-10-01T02:00:00Z");

    public FakeAdmissions answers(Admission... next) {
        for (Admission admission : next) {
            answers.add(CompletableFuture.completedFuture(admission));
        }
        return this;
    }

    public FakeAdmissions fails(Exception failure) {
        answers.add(CompletableFuture.failedFuture(failure));
        views.add(CompletableFuture.failedFuture(failure));
        return this;
    }

    public FakeAdmissions shows(View... next) {
        for (View view : next) {
            views.add(CompletableFuture.completedFuture(view));
        }
        return this;
    }

    public void seedsWith(CompletableFuture<Boolean> answer) {
        seedAnswer = answer;
    }

    public void isAt(Instant instant) {
        now = instant;
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    public List<Seeded> seeded() {
        return List.copyOf(seeded);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public CompletableFuture<Admission> admit(
            Campaign campaign, PlayerId player, int number, Prize candidate, Epoch epoch) {
        asked.add(new Asked(campaign.planVersion(), player, number, candidate, epoch));
        return next(answers);
    }

    @Override
    public CompletableFuture<View> view(Campaign campaign, PlayerId player, Epoch epoch) {
        return next(views);
    }

    @Override
    public CompletableFuture<Boolean> seed(
            Campaign campaign, PlayerId player, Epoch epoch, PlayerHistory.History history) {
        seeded.add(new Seeded(player, epoch, history));
        return seedAnswer;
    }

    private static synchronized <T> CompletableFuture<T> next(Queue<CompletableFuture<T>> scripted) {
        CompletableFuture<T> answer = scripted.poll();
        return answer == null
                ? CompletableFuture.failedFuture(new AssertionError("Redis was asked once too often"))
                : answer;
    }
}
