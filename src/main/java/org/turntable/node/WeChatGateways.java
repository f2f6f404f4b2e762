package org.turntable.node;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.turntable.config.Settings;
import org.turntable.config.SharedKey;
import org.turntable.config.WeChatSettings;
import org.turntable.config.WeChatSettings.Account;
import org.turntable.config.WeChatSettings.Partner;
import org.turntable.node.limits.RequestWait;
import org.turntable.wechat.DirectWeChat;
import org.turntable.wechat.PartnerWeChat;
import org.turntable.wechat.SharedTokens;
import org.turntable.wechat.WeChatGateway;
import org.turntable.wechat.WeChatLimits;

/** Makes the gateway to WeChat that the settings choose. */
final class WeChatGateways {
    private WeChatGateways() {}

    /**
     * The gateway; empty when players sign in by a name.
     *
     * @param tokens opens the store of access tokens that all nodes share; called for the direct account only
     */
    static Optional<WeChatGateway> of(Settings settings, Supplier<SharedTokens> tokens, RandomGenerator random) {
        // The clock of this machine and not that of Redis: the partner and WeChat compare it with their own clocks.
        Supplier<Instant> clock = Clock.systemUTC()::instant;
        WeChatSettings weChat = settings.weChat();
        WeChatLimits limits =
                WeChatLimits.of(RequestWait.SIGN_IN_CALLS.permits(), RequestWait.WECHAT_LOOK_UPS.permits());
        return switch (settings.signIn()) {
            case SIMPLE -> Optional.empty();
            case WECHAT_DIRECT -> {
                Account own = weChat.account().orElseThrow();
                yield Optional.of(new DirectWeChat(
                        new DirectWeChat.Account(
                                own.appId(), own.secret().reveal(), weChat.apiOrigin(), weChat.openOrigin()),
                        limits,
                        tokens.get(),
                        clock,
                        System::nanoTime,
                        random));
            }
            case WECHAT_PARTNER ->
                Optional.of(new PartnerWeChat(
                        partner(weChat.partner().orElseThrow()), limits, clock, System::nanoTime, random));
        };
    }

    /** The partner in the settings. */
    static PartnerWeChat.Partner partner(Partner partner) {
        List<PartnerWeChat.Key> keys = new ArrayList<>(List.of(key(partner.key())));
        partner.nextKey().map(WeChatGateways::key).ifPresent(keys::add);
        return new PartnerWeChat.Partner(partner.origin(), keys);
    }

    private static PartnerWeChat.Key key(SharedKey key) {
        return new PartnerWeChat.Key(key.id(), key.secret().reveal());
    }
}
