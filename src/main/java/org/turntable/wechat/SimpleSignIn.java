package org.turntable.wechat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Signing in with a name and no password: for the demo and for tests; production refuses it. */
public final class SimpleSignIn implements WeChatGateway {
    private static final int LONGEST_NAME = 32;

    @Override
    public String signInAddress(String returnTo) {
        return "/sign-in?return=" + URLEncoder.encode(returnTo, StandardCharsets.UTF_8);
    }

    /** The code is the name: 1 to 32 characters, none of them a control character. */
    @Override
    public Optional<String> openidOf(String code) {
        if (code == null || code.isBlank() || code.codePointCount(0, code.length()) > LONGEST_NAME
                || code.codePoints().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        return Optional.of("simple:" + code.strip());
    }
}
