package org.turntable.promises.edge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.turntable.node.Routes;
import org.turntable.web.http.Route;

/**
 * Posts of random bytes to every route of the node, on the players' site and on the operators'; the same in each run.
 */
final class GarbageAttack implements Attack {
    private static final int LONGEST = 4_000;

    private final AttackTarget target;
    private final List<String> paths;

    GarbageAttack(AttackTarget target) {
        this.target = target;
        paths = Routes.TABLE.routes().stream()
                .map(Route::path)
                .map(path -> path.replace("{slug}", target.slug()).replaceAll("\\{\\w+}", "1"))
                .distinct()
                .toList();
    }

    @Override
    public Duration pause() {
        return Duration.ofMillis(50);
    }

    @Override
    public List<String> move(int number) throws IOException {
        byte[] bytes = new byte[LONGEST / (1 + number % 40)];
        new Random(number).nextBytes(bytes);
        String path = paths.get(number / 2 % paths.size());
        String origin = number % 2 == 0 || !path.startsWith("/console")
                ? target.edge().baseUrl()
                : target.edge().consoleUrl();
        return List.of(target.post(
                AttackTarget.stranger(number), origin, path, "", new String(bytes, StandardCharsets.ISO_8859_1)));
    }

    @Override
    public boolean isRefusal(String answer) {
        int status = RawRequest.status(answer);
        return status >= 300 && status < 500 || status == 503;
    }
}
