package org.turntable.app;

import java.util.List;
import java.util.Optional;
import org.turntable.wechat.WeChatGateway;

/** Makes the WeChat account that the settings name. */
final class WeChatAccounts {
    private WeChatAccounts() {
    }

    /** The account; empty where players sign in by a name. */
    static Optional<WeChatGateway> of(Settings settings) {
        return switch (settings.signIn()) {
            case SIMPLE -> Optional.empty();
            case WECHAT_DIRECT, WECHAT_PARTNER -> throw new StartRefused(List.of("sign-in: this build has no way to WeChat yet"));
        };
    }
}
