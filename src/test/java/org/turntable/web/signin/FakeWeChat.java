package org.turntable.web.signin;

import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.turntable.wechat.WeChatException;
import org.turntable.wechat.WeChatException.Reason;
import org.turntable.wechat.WeChatGateway;

/** WeChat in memory: codes are valid once; errors are set by the test. */
final class FakeWeChat implements WeChatGateway {
    static final URI OPEN = URI.create("https://open.weixin.qq.com/connect");

    final Map<String, Visitor> codes = new HashMap<>();
    final Set<String> used = new HashSet<>();
    int exchanges;
    URI callback;
    String state;
    WeChatException failure;
    Following following = Following.UNKNOWN;
    int asked;

    /** A fresh code for a player. */
    String code(String openid) {
        String code = "code" + codes.size();
        codes.put(code, new Visitor(openid, false));
        return code;
    }

    @Override
    public URI signInAddress(URI to, String withState) {
        fail();
        callback = to;
        state = withState;
        return URI.create(OPEN + "?state=" + withState);
    }

    @Override
    public Visitor exchange(String code) {
        exchanges++;
        fail();
        if (!used.add(code)) {
            throw new WeChatException(Reason.CODE_USED, "40163");
        }
        if (!codes.containsKey(code)) {
            throw new WeChatException(Reason.CODE_REFUSED, "40029");
        }
        return codes.get(code);
    }

    @Override
    public Following following(String openid) {
        asked++;
        return following;
    }

    @Override
    public PageSignature signature(URI page) {
        fail();
        return new PageSignature("wx0123456789abcdef", 1_700_000_000, "nonce", "signature of " + page);
    }

    private void fail() {
        if (failure != null) {
            throw failure;
        }
    }
}
