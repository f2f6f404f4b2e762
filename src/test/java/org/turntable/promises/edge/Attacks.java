package org.turntable.promises.edge;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The scripts of strangers that were found to take visitors' pages away, or to open what is closed, and their like. */
enum Attacks {
    /**
     * One address asks for five hundred campaigns that do not exist, all at once, as soon as its limit lets it again.
     */
    INVENTED_CAMPAIGNS(Attacks::inventedCampaigns),
    /** Sixty addresses guess passwords of operators and of verifiers, 20 a second. */
    PASSWORDS(PasswordAttack::new),
    /** WeChat hangs, and what has to wait for it is asked for 10 times a second. */
    HANGING_WECHAT(HangingWeChatAttack::new),
    /** Three hundred connections on which heads and bodies come a byte at a time. */
    DRIPPING(DrippingAttack::new),
    /** Closed paths by every spelling that was found, and bodies that look like requests. */
    CLOSED_PATHS(Attacks::closedPaths),
    /** Pages and draws with invented identities, 50 a second from one address. */
    INVENTED_IDENTITIES(Attacks::inventedIdentities),
    /** A hundred new sessions a second from one address. */
    NEW_SESSIONS(Attacks::newSessions),
    /** Posts of random bytes to every route on both sites. */
    GARBAGE(GarbageAttack::new);

    /**
     * Five hundred are within the burst of first visits from one address, and 250 a second within its rate. A slow
     * machine does not carry that beside a whole suite of tests: there it is a fifth.
     */
    private static final int CAMPAIGNS_AT_ONCE = UnderAttackIT.MEASURED ? 500 : 100;

    private static final String SMUGGLED = "GET /status HTTP/1.1\r\nHost: x\r\n\r\n";

    private final Function<AttackTarget, Attack> attack;

    Attacks(Function<AttackTarget, Attack> attack) {
        this.attack = attack;
    }

    Attack on(AttackTarget target) {
        return attack.apply(target);
    }

    /** One move, and what it answers when it gives nothing. */
    private interface Move {
        List<String> make(int number) throws IOException;
    }

    private interface Refusal {
        boolean is(String answer);
    }

    private static Attack repeated(long pauseMillis, Move move, Refusal refusal) {
        return new Attack() {
            @Override
            public Duration pause() {
                return Duration.ofMillis(pauseMillis);
            }

            @Override
            public List<String> move(int number) throws IOException {
                return move.make(number);
            }

            @Override
            public boolean isRefusal(String answer) {
                return refusal.is(answer);
            }
        };
    }

    private static Attack inventedCampaigns(AttackTarget target) {
        String origin = target.edge().baseUrl();
        return repeated(
                2_000,
                number -> {
                    List<Socket> sockets = new ArrayList<>();
                    List<String> answers = new ArrayList<>();
                    try {
                        for (int i = 0; i < CAMPAIGNS_AT_ONCE; i++) {
                            Socket socket = RawRequest.open(AttackTarget.stranger(0), origin, target.tls());
                            sockets.add(socket);
                            RawRequest.write(
                                    socket,
                                    AttackTarget.head("GET", origin, "/c/invented-" + number + "-" + i, "") + "\r\n");
                        }
                        for (Socket socket : sockets) {
                            answers.add(RawRequest.readAll(socket.getInputStream()));
                        }
                    } finally {
                        for (Socket socket : sockets) {
                            socket.close();
                        }
                    }
                    return answers;
                },
                answer -> RawRequest.status(answer) >= 400);
    }

    private static Attack closedPaths(AttackTarget target) {
        List<String> paths = new ArrayList<>(ClosedPathsIT.TWO_FACED);
        paths.addAll(ClosedPathsIT.FOR_OPS);
        List<String> origins = List.of(
                target.edge().baseUrl(),
                target.edge().secureUrl(),
                target.edge().consoleUrl());
        return repeated(
                50,
                number -> {
                    String origin = origins.get(number % origins.size());
                    String path = paths.get(number / origins.size() % paths.size());
                    String body = SMUGGLED.repeat(1 + number % 9);
                    return List.of(
                            target.get(AttackTarget.stranger(number), origin, path, ""),
                            target.post(
                                    AttackTarget.stranger(number), target.edge().baseUrl(), target.page(), "", body),
                            // Two lengths: whoever believes the other one takes the body for requests.
                            RawRequest.send(
                                    AttackTarget.stranger(number),
                                    target.edge().baseUrl(),
                                    target.tls(),
                                    AttackTarget.head("POST", origin, target.page(), "Transfer-Encoding: chunked\r\n")
                                            + AttackTarget.body("0\r\n\r\n" + body)));
                },
                answer -> RawRequest.status(answer) >= 400 && answer.split("HTTP/1\\.1 \\d{3} ", -1).length == 2);
    }

    private static Attack inventedIdentities(AttackTarget target) {
        String origin = target.edge().baseUrl();
        return repeated(
                20,
                number -> {
                    String cookie = "Cookie: " + (number % 2 == 0 ? "tt_id" : "TT_ID") + "=invented" + number
                            + ".1.c2lnbmF0dXJl\r\n";
                    return List.of(
                            number % 5 == 0
                                    ? target.post(
                                            AttackTarget.stranger(0),
                                            origin,
                                            target.page() + "/draws",
                                            cookie,
                                            "number=1&csrf=invented")
                                    : target.get(AttackTarget.stranger(0), origin, target.page(), cookie));
                },
                Attacks::isForStrangers);
    }

    private static Attack newSessions(AttackTarget target) {
        return repeated(
                10,
                number -> List.of(target.get(
                        AttackTarget.stranger(0),
                        target.edge().baseUrl(),
                        number % 2 == 0 ? "/sign-in?return=" + target.page() : target.page() + "/rules",
                        "")),
                Attacks::isForStrangers);
    }

    /** Nothing in it belongs to somebody who is signed in. */
    private static boolean isForStrangers(String answer) {
        return RawRequest.status(answer) >= 200
                && !answer.contains("\"status\":\"win\"")
                && !answer.contains("\"status\":\"loss\"")
                && !answer.contains("id=\"draw\"");
    }
}
