package org.turntable.testing.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.turntable.testing.browser.WeChatPhone;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.stack.WeChatStandIn;

/**
 * A real system whose players sign in at the stand-in for WeChat: two nodes with the account's own secret, and a third
 * that goes through the partner. Brought up by the first test class that asks; ends with the JVM.
 */
public final class SharedWeChatCluster {
    public static final String SLUG = "in-wechat";
    public static final String PAGE = "/c/" + SLUG;
    private static SharedWeChatCluster system;

    private final WeChatStandIn weChat;
    private final Cluster cluster;

    private SharedWeChatCluster() {
        weChat = WeChatStandIn.alone().start();
        cluster = Cluster.builder()
                .withoutSampleCampaign()
                .heap("256m")
                .setting("sign-in", "wechat-direct")
                .setting("wechat.app-id", weChat.appId())
                .setting("wechat.app-secret", weChat.appSecret())
                .setting("wechat.api.origin", weChat.origin().toString())
                .setting("wechat.open.origin", weChat.origin().toString())
                .setting("wechat.script", weChat.script().toString())
                .setting("wechat.browser", "wechat")
                .setting("wechat.follow.check", "on")
                .start();
        Map.Entry<String, String> key =
                weChat.partnerKeys().entrySet().iterator().next();
        cluster.addNode()
                .with(Map.of(
                        "sign-in",
                        "wechat-partner",
                        "wechat.partner.origin",
                        weChat.origin().toString(),
                        "wechat.partner.key-id",
                        key.getKey(),
                        "wechat.partner.secret",
                        key.getValue(),
                        "red-packets",
                        "partner",
                        "red-packets.wait",
                        "1"))
                .start();
        SampleCampaigns.open(cluster.pair(), SampleCampaigns.onePrize(SLUG, 10, 0, 5, 5));
        for (TomcatNode node : cluster.nodes()) {
            Await.until(node.name() + " plays", Duration.ofSeconds(120), () -> node.status(PAGE) == 200);
        }
    }

    /** The system with every fault removed. */
    public static synchronized SharedWeChatCluster whole() {
        if (system == null) {
            system = new SharedWeChatCluster();
        }
        system.weChat.reset();
        for (TomcatNode node :
                system.cluster.nodes().stream().filter(TomcatNode::isRunning).toList()) {
            Await.until(node.name() + " is ready", Duration.ofSeconds(120), node::isReady);
        }
        return system;
    }

    public WeChatStandIn weChat() {
        return weChat;
    }

    public Cluster cluster() {
        return cluster;
    }

    /** Has the account's own secret. */
    public TomcatNode direct() {
        return cluster.node(0);
    }

    /** Another with the account's own secret. */
    public TomcatNode direct2() {
        return cluster.node(1);
    }

    /** Goes through the partner. */
    public TomcatNode partner() {
        return cluster.node(2);
    }

    public WeChatPhone phone() {
        return new WeChatPhone(weChat);
    }

    /** The lines that a node wrote about signing in since the given length of its log; waits for the first. */
    public static List<String> signInLines(TomcatNode node, long since) {
        Await.until(
                "a line of the log about the sign-in",
                Duration.ofSeconds(120),
                () -> !linesOf(node, since).isEmpty());
        return linesOf(node, since);
    }

    private static List<String> linesOf(TomcatNode node, long since) {
        return logOf(node)
                .substring((int) since)
                .lines()
                .filter(line ->
                        Pattern.compile("\"message\":\"sign-in ").matcher(line).find())
                .toList();
    }

    public static String logOf(TomcatNode node) {
        try {
            return Files.readString(node.log());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
