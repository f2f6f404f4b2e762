package org.turntable.promises.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.turntable.testing.stack.Await;

/** Guesses passwords at the console and, in turn, at the sign-in of verifiers; each address 20 times a minute. */
final class PasswordAttack implements Attack {
    private static final String CONSOLE = "/console/sign-in";
    private static final String REDEEM = "/redeem/sign-in";

    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final AttackTarget target;
    private final AttackTarget.Form ofOperators;
    private final AttackTarget.Form ofVerifiers;

    PasswordAttack(AttackTarget target) {
        this.target = target;
        try {
            ofOperators = target.form(AttackTarget.stranger(0), target.edge().consoleUrl(), CONSOLE);
            ofVerifiers = target.form(AttackTarget.stranger(0), target.edge().baseUrl(), REDEEM);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public Duration pause() {
        return Duration.ofMillis(50);
    }

    /** Until attempts that wait, if any does, hold the threads of both nodes. */
    @Override
    public Duration lead() {
        return Duration.ofSeconds(2);
    }

    @Override
    public List<String> move(int number) throws IOException {
        boolean atConsole = number % 2 == 0;
        AttackTarget.Form form = atConsole ? ofOperators : ofVerifiers;
        return List.of(target.post(
                AttackTarget.stranger(number),
                atConsole ? target.edge().consoleUrl() : target.edge().baseUrl(),
                atConsole ? CONSOLE : REDEEM,
                "Cookie: " + form.cookies() + "\r\n",
                "csrf=" + URLEncoder.encode(form.csrf(), StandardCharsets.UTF_8) + "&name=guess-" + number
                        + "&password=k7mn-2wxa-pq3r-z9ty"));
    }

    /** Verified and wrong, or told to try again. */
    @Override
    public boolean isRefusal(String answer) {
        return Set.of(401, 403, 429, 503).contains(RawRequest.status(answer));
    }

    @Override
    public void close() {
        AtomicInteger number = new AtomicInteger();
        Await.until(
                "a password is verified",
                LIMIT,
                () -> RawRequest.status(move(number.getAndAdd(2)).get(0)) == 403);
    }
}
