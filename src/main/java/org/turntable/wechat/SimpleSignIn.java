package org.turntable.wechat;

import java.util.Optional;

/** Sign-in with a name and no password instead of WeChat, for tests and trials; not allowed in production. */
public final class SimpleSignIn {
    private static final int LONGEST_NAME = 32;

    /**
     * The openid for a name.
     *
     * @param name 1 to 32 characters, none of them a control character
     * @return a value in place of the openid, or empty when the name is not valid
     */
    public Optional<String> openidOf(String name) {
        if (name == null
                || name.isBlank()
                || name.codePointCount(0, name.length()) > LONGEST_NAME
                || name.codePoints().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        return Optional.of("simple:" + name.strip());
    }
}
