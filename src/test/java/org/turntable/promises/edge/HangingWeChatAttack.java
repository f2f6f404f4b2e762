package org.turntable.promises.edge;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.WeChatStandIn;

/**
 * While WeChat takes connections and answers nothing: signatures of pages, and, in turn, sign-ins up to their callback
 * with an invented code.
 */
final class HangingWeChatAttack implements Attack {
    private static final Pattern STATE = Pattern.compile("(?im)^location: \\S*[?&]state=([^&#\\s]+)");

    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final AttackTarget target;
    private final WeChatStandIn weChat;

    HangingWeChatAttack(AttackTarget target) {
        this.target = target;
        this.weChat = target.cluster().weChat().orElseThrow();
        weChat.suspend();
    }

    @Override
    public Duration pause() {
        return Duration.ofMillis(100);
    }

    /** Until requests that wait, if nothing bounds them, hold the threads of both nodes. */
    @Override
    public Duration lead() {
        return Duration.ofSeconds(4);
    }

    @Override
    public List<String> move(int number) throws IOException {
        return number % 2 == 0 ? List.of(signature()) : signIn(number);
    }

    private String signature() throws IOException {
        String page = target.edge().baseUrl() + target.page();
        return target.get(
                AttackTarget.stranger(0),
                target.edge().baseUrl(),
                "/wechat/signature?url=" + URLEncoder.encode(page, StandardCharsets.UTF_8),
                "");
    }

    private List<String> signIn(int number) throws IOException {
        List<String> answers = new ArrayList<>();
        answers.add(target.get(
                AttackTarget.stranger(number), target.edge().baseUrl(), "/sign-in?return=" + target.page(), ""));
        Matcher state = STATE.matcher(answers.get(0));
        if (state.find()) {
            answers.add(target.get(
                    AttackTarget.stranger(number),
                    target.edge().baseUrl(),
                    "/wechat/callback?code=invented" + number + "&state=" + state.group(1),
                    "Cookie: " + AttackTarget.cookies(answers.get(0)) + "\r\n"));
        }
        return answers;
    }

    /** Sent to WeChat, or told to try again; never signed in. */
    @Override
    public boolean isRefusal(String answer) {
        return RawRequest.status(answer) >= 400 || STATE.matcher(answer).find();
    }

    @Override
    public void close() {
        weChat.resume();
        Await.until("a signature is made again", LIMIT, () -> RawRequest.status(signature()) == 200);
    }
}
