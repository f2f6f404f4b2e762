package org.turntable.testing.standin;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The HTTP server, and the handler of each path. */
final class StandInServer {
    /** The handler of a path. */
    private interface Answer {
        void to(Call call) throws IOException;
    }

    private final HttpServer server;
    private final Faults faults = new Faults();

    StandInServer(StandInSettings settings) throws IOException {
        server = HttpServer.create(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), settings.port()), 256);
        ExecutorService threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);

        StandInClock clock = new StandInClock();
        StandInClock partnerClock = new StandInClock();
        Account account = new Account(clock);
        PageSigner signer = new PageSigner(account);
        SignInPages pages = new SignInPages(settings, account);
        DirectApi direct = new DirectApi(settings, account);
        PartnerApi partner = new PartnerApi(settings, account, signer, partnerClock);
        RedPacketApi packets = new RedPacketApi(partner, account);
        Control control = new Control(settings, faults, account, partner, packets, signer, clock, partnerClock);

        faulty("/connect/oauth2/authorize", pages::direct);
        faulty("/sns/oauth2/access_token", direct::codeToOpenid);
        faulty("/cgi-bin/stable_token", direct::stableToken);
        faulty("/cgi-bin/ticket/getticket", direct::ticket);
        faulty("/cgi-bin/user/info", direct::userInfo);
        faulty("/partner/authorize", pages::partner);
        faulty("/partner/api/exchange", partner::exchange);
        faulty("/partner/api/following", partner::following);
        faulty("/partner/api/signature", partner::signature);
        faulty("/partner/api/red-packet", packets::pay);
        faulty("/partner/api/red-packet/standing", packets::standing);
        String script = resource("jweixin.js");
        faulty("/open/js/jweixin-1.6.0.js", call -> call.send(200, "text/javascript; charset=UTF-8", script));
        plain("/control", control::handle);
        plain("/control/page-signature", control::checkSignature);
    }

    void start() {
        server.start();
    }

    private void faulty(String path, Answer answer) {
        plain(path, call -> {
            if (!faults.apply(call)) {
                answer.to(call);
            }
        });
    }

    private void plain(String path, Answer answer) {
        server.createContext(path, exchange -> {
            try (exchange) {
                Call call = new Call(exchange);
                // A context also matches longer paths; WeChat does not.
                if (call.path().equals(path)) {
                    answer.to(call);
                } else {
                    call.page(404, "<!doctype html><title>404</title>");
                }
            }
        });
    }

    static String resource(String name) throws IOException {
        try (InputStream in = StandInServer.class.getResourceAsStream("/standin/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
