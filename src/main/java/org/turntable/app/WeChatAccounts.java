package org.turntable.app;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.turntable.app.Settings.Account;
import org.turntable.app.Settings.Key;
import org.turntable.app.Settings.Partner;
import org.turntable.app.Settings.WeChat;
import org.turntable.wechat.DirectWeChat;
import org.turntable.wechat.PartnerWeChat;
import org.turntable.wechat.SharedTokens;
import org.turntable.wechat.WeChatGateway;
import org.turntable.wechat.WeChatLimits;

/** Makes the WeChat account that the settings name. */
final class WeChatAccounts {
    /** Each waits on a request's thread: a third of the 16 that a node has unless told otherwise. */
    private static final int CALLS_AT_ONCE = 6;

    private WeChatAccounts() {
    }

    /**
     * The account; empty where players sign in by a name.
     *
     * @param tokens opens the place where all nodes keep the account's tokens; asked only where this account has any
     */
    static Optional<WeChatGateway> of(Settings settings, Supplier<SharedTokens> tokens, RandomGenerator random) {
        // This machine's clock and not Redis's: the partner compares it with his own, and WeChat with its own.
        Supplier<Instant> clock = Clock.systemUTC()::instant;
        WeChat weChat = settings.weChat();
        WeChatLimits limits = WeChatLimits.of(CALLS_AT_ONCE);
        return switch (settings.signIn()) {
            case SIMPLE -> Optional.empty();
            case WECHAT_DIRECT -> {
                Account own = weChat.account().orElseThrow();
                yield Optional.of(new DirectWeChat(new DirectWeChat.Account(own.appId(), own.secret().reveal(), weChat.apiOrigin(), weChat.openOrigin()),
                        limits, tokens.get(), clock, System::nanoTime, random));
            }
            case WECHAT_PARTNER -> Optional.of(new PartnerWeChat(partner(weChat.partner().orElseThrow()), limits, clock, System::nanoTime, random));
        };
    }

    /** The partner of the settings. */
    static PartnerWeChat.Partner partner(Partner partner) {
        List<PartnerWeChat.Key> keys = new ArrayList<>(List.of(key(partner.key())));
        partner.nextKey().map(WeChatAccounts::key).ifPresent(keys::add);
        return new PartnerWeChat.Partner(partner.origin(), keys);
    }

    private static PartnerWeChat.Key key(Key key) {
        return new PartnerWeChat.Key(key.id(), key.secret().reveal());
    }
}
