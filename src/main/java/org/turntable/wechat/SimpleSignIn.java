package org.turntable.wechat;

import java.util.Optional;

/** Signing in with a name and no password, in WeChat's place: for tests and trials; production refuses it. */
public final class SimpleSignIn {
    private static final int LONGEST_NAME = 32;

    /**
     * Who calls himself so.
     *
     * @param name 1 to 32 characters, none of them a control character
     * @return what stands for the openid, or empty when this is no name
     */
    public Optional<String> openidOf(String name) {
        if (name == null || name.isBlank() || name.codePointCount(0, name.length()) > LONGEST_NAME
                || name.codePoints().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        return Optional.of("simple:" + name.strip());
    }
}
