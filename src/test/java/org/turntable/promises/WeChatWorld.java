package org.turntable.promises;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.turntable.stack.Await;
import org.turntable.stack.Cluster;
import org.turntable.stack.TomcatNode;
import org.turntable.stack.WeChatStandIn;

/**
 * A real system whose players sign in at the stand-in for WeChat: two nodes with the account's own secret, and a third that goes through
 * the partner. Brought up by the first test class that asks; ends with the JVM.
 */
final class WeChatWorld {
    static final String SLUG = "in-wechat";
    static final String PAGE = "/c/" + SLUG;
    private static WeChatWorld world;

    private final WeChatStandIn weChat;
    private final Cluster cluster;

    private WeChatWorld() {
        weChat = WeChatStandIn.alone().start();
        cluster = Cluster.builder().withoutSampleCampaign().heap("256m")
                .setting("sign-in", "wechat-direct").setting("wechat.app-id", weChat.appId()).setting("wechat.app-secret", weChat.appSecret())
                .setting("wechat.api.origin", weChat.origin().toString()).setting("wechat.open.origin", weChat.origin().toString())
                .setting("wechat.script", weChat.script().toString()).setting("wechat.browser", "wechat").setting("wechat.follow.check", "on").start();
        Map.Entry<String, String> key = weChat.partnerKeys().entrySet().iterator().next();
        cluster.addNode().with(Map.of("sign-in", "wechat-partner", "wechat.partner.origin", weChat.origin().toString(),
                "wechat.partner.key-id", key.getKey(), "wechat.partner.secret", key.getValue(), "red-packets", "partner", "red-packets.wait", "1")).start();
        Campaigning.open(cluster.pair(), Campaigning.onePrize(SLUG, 10, 0, 5, 5));
        for (TomcatNode node : cluster.nodes()) {
            Await.until(node.name() + " plays", Duration.ofSeconds(20), () -> node.status(PAGE) == 200);
        }
    }

    /** The world, well and with every fault taken away. */
    static synchronized WeChatWorld whole() {
        if (world == null) {
            world = new WeChatWorld();
        }
        world.weChat.reset();
        for (TomcatNode node : world.cluster.nodes().stream().filter(TomcatNode::isRunning).toList()) {
            Await.until(node.name() + " is ready", Duration.ofSeconds(30), node::isReady);
        }
        return world;
    }

    WeChatStandIn weChat() {
        return weChat;
    }

    Cluster cluster() {
        return cluster;
    }

    /** Has the account's own secret. */
    TomcatNode direct() {
        return cluster.node(0);
    }

    /** Another with the account's own secret. */
    TomcatNode direct2() {
        return cluster.node(1);
    }

    /** Goes through the partner. */
    TomcatNode partner() {
        return cluster.node(2);
    }

    WeChatPhone phone() {
        return new WeChatPhone(weChat);
    }

    /** The lines that a node wrote about signing in since the given length of its log; waits for the first. */
    static List<String> signInLines(TomcatNode node, long since) {
        Await.until("a line of the log about the sign-in", Duration.ofSeconds(5), () -> !linesOf(node, since).isEmpty());
        return linesOf(node, since);
    }

    private static List<String> linesOf(TomcatNode node, long since) {
        return logOf(node).substring((int) since).lines().filter(line -> Pattern.compile("\"message\":\"sign-in ").matcher(line).find()).toList();
    }

    static String logOf(TomcatNode node) {
        try {
            return Files.readString(node.log());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
