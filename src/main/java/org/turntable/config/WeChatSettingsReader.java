package org.turntable.config;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.turntable.config.Settings.Mode;
import org.turntable.config.Settings.SignIn;
import org.turntable.config.WeChatSettings.Account;
import org.turntable.config.WeChatSettings.Browser;
import org.turntable.config.WeChatSettings.Partner;

/**
 * Reads the settings of WeChat. Each kind of sign-in requires its own settings; those of the other kind are checked if
 * they are set.
 */
final class WeChatSettingsReader {
    private static final Pattern APP_ID = Pattern.compile("wx[0-9A-Za-z]{8,30}");
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9._-]{1,40}");
    private static final int KEY_LENGTH = 32;
    private static final Pattern SCRIPT = Pattern.compile("https?://[a-z0-9.-]+(:\\d{1,5})?/[A-Za-z0-9._/-]+\\.js");

    private final SettingChecks check;
    private final Mode mode;
    private final SignIn signIn;

    private WeChatSettingsReader(SettingChecks check, Mode mode, SignIn signIn) {
        this.check = check;
        this.mode = mode;
        this.signIn = signIn;
    }

    /** How players sign in. */
    static SignIn signIn(SettingChecks check, Mode mode) {
        SignIn signIn = check.choice(
                SettingKey.SIGN_IN,
                new TreeMap<>(Map.of(
                        "simple",
                        SignIn.SIMPLE,
                        "wechat-direct",
                        SignIn.WECHAT_DIRECT,
                        "wechat-partner",
                        SignIn.WECHAT_PARTNER)));
        if (mode == Mode.PRODUCTION && signIn == SignIn.SIMPLE) {
            check.problem(
                    SettingKey.SIGN_IN,
                    "allows everybody to sign in with any name, which mode=production refuses; set wechat-direct or "
                            + "wechat-partner, or mode=demo for a demo");
        }
        return signIn;
    }

    /** Reads the account and the functions of it that are used. */
    static WeChatSettings read(SettingChecks check, Mode mode, SignIn signIn) {
        return new WeChatSettingsReader(check, mode, signIn).read();
    }

    private WeChatSettings read() {
        Browser browser = check.choice(
                SettingKey.WECHAT_BROWSER, new TreeMap<>(Map.of("wechat", Browser.WECHAT, "any", Browser.ANY)));
        if (mode == Mode.PRODUCTION && browser == Browser.ANY) {
            check.problem(
                    SettingKey.WECHAT_BROWSER,
                    "shows the page in browsers without a WeChat sign-in, which mode=production refuses; set wechat");
        }
        boolean follow = Boolean.TRUE.equals(
                check.choice(SettingKey.WECHAT_FOLLOW_CHECK, new TreeMap<>(Map.of("off", false, "on", true))));
        if (Boolean.TRUE.equals(
                check.choice(SettingKey.WECHAT_SHARE_BONUS, new TreeMap<>(Map.of("off", false, "on", true))))) {
            check.problem(
                    SettingKey.WECHAT_SHARE_BONUS,
                    "would reward sharing, which WeChat's rules for outside links forbid and which is not "
                            + "implemented; set off");
        }
        return new WeChatSettings(
                account(),
                partner(),
                weChatOrigin(SettingKey.WECHAT_API_ORIGIN, host -> host.endsWith(".weixin.qq.com")),
                weChatOrigin(SettingKey.WECHAT_OPEN_ORIGIN, host -> host.endsWith(".weixin.qq.com")),
                script(),
                check.optionalOrigin(SettingKey.WECHAT_CALLBACK_ORIGIN),
                browser,
                follow);
    }

    private Optional<Account> account() {
        boolean needed = signIn == SignIn.WECHAT_DIRECT;
        String remedy = "give the app id as WeChat shows it, such as wx0123456789abcdef";
        Optional<String> id = needed
                ? Optional.ofNullable(check.text(SettingKey.WECHAT_APP_ID, APP_ID, remedy))
                : check.optional(SettingKey.WECHAT_APP_ID, APP_ID, remedy);
        Optional<Secret> secret = needed
                ? Optional.ofNullable(check.secret(SettingKey.WECHAT_APP_SECRET, 1))
                : check.optionalSecret(SettingKey.WECHAT_APP_SECRET, 1);
        return id.flatMap(app -> secret.map(value -> new Account(app, value)));
    }

    private Optional<Partner> partner() {
        boolean needed = signIn == SignIn.WECHAT_PARTNER;
        Optional<URI> origin = (needed
                        ? Optional.ofNullable(check.origin(SettingKey.WECHAT_PARTNER_ORIGIN))
                        : check.optionalOrigin(SettingKey.WECHAT_PARTNER_ORIGIN))
                .map(URI::create);
        if (mode == Mode.PRODUCTION
                && origin.isPresent()
                && !"https".equals(origin.get().getScheme())) {
            check.problem(
                    SettingKey.WECHAT_PARTNER_ORIGIN,
                    "is not https, which mode=production refuses; sign-ins would be sent without encryption");
        }
        Optional<SharedKey> key = key(needed, SettingKey.WECHAT_PARTNER_KEY_ID, SettingKey.WECHAT_PARTNER_SECRET);
        Optional<SharedKey> next =
                key(false, SettingKey.WECHAT_PARTNER_NEXT_KEY_ID, SettingKey.WECHAT_PARTNER_NEXT_SECRET);
        if (key.isPresent()
                && next.isPresent()
                && key.get().id().equals(next.get().id())) {
            check.problem(
                    SettingKey.WECHAT_PARTNER_NEXT_KEY_ID,
                    "is the same as wechat.partner.key-id; the next key needs a different name");
        }
        return origin.flatMap(where -> key.map(current -> new Partner(where, current, next)));
    }

    private Optional<SharedKey> key(boolean needed, SettingKey name, SettingKey value) {
        String remedy = "use letters, digits and . _ -, 40 at most";
        Optional<String> id =
                needed ? Optional.ofNullable(check.text(name, KEY_ID, remedy)) : check.optional(name, KEY_ID, remedy);
        Optional<Secret> secret =
                needed ? Optional.ofNullable(check.secret(value, KEY_LENGTH)) : check.optionalSecret(value, KEY_LENGTH);
        if (!needed && id.isPresent() != secret.isPresent()) {
            check.problem(
                    id.isPresent() ? name : value,
                    "needs " + (id.isPresent() ? value : name) + " as well; set both or neither");
        }
        return id.flatMap(keyId -> secret.map(text -> new SharedKey(keyId, text)));
    }

    /** An origin of WeChat; production accepts only WeChat's hosts. */
    private URI weChatOrigin(SettingKey setting, Predicate<String> isWeChat) {
        Optional<URI> origin = Optional.ofNullable(check.origin(setting)).map(URI::create);
        origin.ifPresent(address -> refuseOtherHosts(setting, address, isWeChat));
        return origin.orElse(null);
    }

    private URI script() {
        Optional<URI> script = Optional.ofNullable(
                        check.text(SettingKey.WECHAT_SCRIPT, SCRIPT, "give the complete URL of WeChat's script"))
                .filter(address -> SCRIPT.matcher(address).matches())
                .map(URI::create);
        script.ifPresent(address -> refuseOtherHosts(
                SettingKey.WECHAT_SCRIPT, address, List.of("res.wx.qq.com", "res2.wx.qq.com")::contains));
        return script.orElse(null);
    }

    private void refuseOtherHosts(SettingKey setting, URI address, Predicate<String> isWeChat) {
        if (mode == Mode.PRODUCTION
                && !("https".equals(address.getScheme())
                        && address.getPort() == -1
                        && isWeChat.test(address.getHost()))) {
            check.problem(
                    setting,
                    "is not a host of WeChat, which mode=production refuses; use the default, "
                            + setting.defaultValue().orElse(""));
        }
    }
}
