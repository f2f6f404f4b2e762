package org.turntable.promises.fuzz;

import java.util.List;
import java.util.Random;
import org.turntable.node.Routes;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.NginxEdge;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.web.http.Route;

/** Where a request for a route is sent. */
final class FuzzedSites {
    /**
     * @param origin where the connection goes
     * @param host of the Host header
     * @param posted the origin of the pages whose forms are accepted
     * @param edge whether nginx is there
     */
    record Site(String origin, String host, String posted, boolean edge) {}

    private final Site players;
    private final Site players2;
    private final Site console;
    private final Site ops;
    private final Site weChat;

    /** @param weChat a node whose players sign in with WeChat */
    FuzzedSites(Cluster cluster, TomcatNode weChat) {
        NginxEdge edge = cluster.edge().orElseThrow();
        TomcatNode node = cluster.node(0);
        players = site(edge.baseUrl(), true);
        players2 = site(node.baseUrl(), false);
        console = site(edge.consoleUrl(), true);
        ops = new Site(node.opsUrl(), "127.0.0.1", node.baseUrl(), false);
        this.weChat = site(weChat.baseUrl(), false);
    }

    private static Site site(String origin, boolean edge) {
        return new Site(origin, origin.replaceFirst("https?://", ""), origin, edge);
    }

    List<Route> routes() {
        return Routes.TABLE.routes();
    }

    /** Mostly through the edge; some at a node, whose own answers no edge replaces. */
    Site of(Route route, Random random) {
        boolean direct = random.nextInt(4) == 0;
        if (route.condition().contains("wechat") || route.condition().contains("red-packets")) {
            return weChat;
        }
        return switch (route.audience()) {
            case OPERATORS -> console;
            case OPS -> direct ? players : ops;
            default -> direct ? players2 : players;
        };
    }
}
