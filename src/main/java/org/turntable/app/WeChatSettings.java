package org.turntable.app;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.turntable.app.Settings.Account;
import org.turntable.app.Settings.Browser;
import org.turntable.app.Settings.Key;
import org.turntable.app.Settings.Mode;
import org.turntable.app.Settings.Partner;
import org.turntable.app.Settings.SignIn;
import org.turntable.app.Settings.WeChat;

/** Reads what a node is told of WeChat. Each way to sign in needs its own settings; what is given for the other way is checked all the same. */
final class WeChatSettings {
    private static final Pattern APP_ID = Pattern.compile("wx[0-9A-Za-z]{8,30}");
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9._-]{1,40}");
    private static final int KEY_LENGTH = 32;
    private static final Pattern SCRIPT = Pattern.compile("https?://[a-z0-9.-]+(:\\d{1,5})?/[A-Za-z0-9._/-]+\\.js");

    private final SettingChecks check;
    private final Mode mode;
    private final SignIn signIn;

    private WeChatSettings(SettingChecks check, Mode mode, SignIn signIn) {
        this.check = check;
        this.mode = mode;
        this.signIn = signIn;
    }

    /** How players sign in. */
    static SignIn signIn(SettingChecks check, Mode mode) {
        SignIn signIn = check.choice(SettingKey.SIGN_IN, new TreeMap<>(Map.of("simple", SignIn.SIMPLE, "wechat-direct", SignIn.WECHAT_DIRECT,
                "wechat-partner", SignIn.WECHAT_PARTNER)));
        if (mode == Mode.PRODUCTION && signIn == SignIn.SIMPLE) {
            check.problem(SettingKey.SIGN_IN, "lets anybody in under any name, which mode=production refuses; give wechat-direct or wechat-partner, or set"
                    + " mode=demo where that is meant");
        }
        return signIn;
    }

    /** The account and what is used of it. */
    static WeChat read(SettingChecks check, Mode mode, SignIn signIn) {
        return new WeChatSettings(check, mode, signIn).read();
    }

    private WeChat read() {
        Browser browser = check.choice(SettingKey.WECHAT_BROWSER, new TreeMap<>(Map.of("wechat", Browser.WECHAT, "any", Browser.ANY)));
        if (mode == Mode.PRODUCTION && browser == Browser.ANY) {
            check.problem(SettingKey.WECHAT_BROWSER, "shows the page where nobody can sign in, which mode=production refuses; leave it at wechat");
        }
        boolean follow = Boolean.TRUE.equals(check.choice(SettingKey.WECHAT_FOLLOW_CHECK, new TreeMap<>(Map.of("off", false, "on", true))));
        if (Boolean.TRUE.equals(check.choice(SettingKey.WECHAT_SHARE_BONUS, new TreeMap<>(Map.of("off", false, "on", true))))) {
            check.problem(SettingKey.WECHAT_SHARE_BONUS, "would reward sharing, which WeChat's rules for outside links forbid and this build does not do;"
                    + " leave it off");
        }
        return new WeChat(account(), partner(), weChats(SettingKey.WECHAT_API_ORIGIN, host -> host.endsWith(".weixin.qq.com")),
                weChats(SettingKey.WECHAT_OPEN_ORIGIN, host -> host.endsWith(".weixin.qq.com")), script(),
                check.optionalOrigin(SettingKey.WECHAT_CALLBACK_ORIGIN), browser, follow);
    }

    private Optional<Account> account() {
        boolean needed = signIn == SignIn.WECHAT_DIRECT;
        String mend = "give the app id as WeChat shows it, such as wx0123456789abcdef";
        Optional<String> id = needed ? Optional.ofNullable(check.text(SettingKey.WECHAT_APP_ID, APP_ID, mend))
                : check.optional(SettingKey.WECHAT_APP_ID, APP_ID, mend);
        Optional<Settings.Secret> secret = needed ? Optional.ofNullable(check.secret(SettingKey.WECHAT_APP_SECRET, 1))
                : check.optionalSecret(SettingKey.WECHAT_APP_SECRET, 1);
        return id.flatMap(app -> secret.map(word -> new Account(app, word)));
    }

    private Optional<Partner> partner() {
        boolean needed = signIn == SignIn.WECHAT_PARTNER;
        Optional<URI> origin = (needed ? Optional.ofNullable(check.origin(SettingKey.WECHAT_PARTNER_ORIGIN))
                : check.optionalOrigin(SettingKey.WECHAT_PARTNER_ORIGIN)).map(URI::create);
        if (mode == Mode.PRODUCTION && origin.isPresent() && !"https".equals(origin.get().getScheme())) {
            check.problem(SettingKey.WECHAT_PARTNER_ORIGIN, "is not https, which mode=production refuses; sign-ins would cross the net in the open");
        }
        Optional<Key> key = key(needed, SettingKey.WECHAT_PARTNER_KEY_ID, SettingKey.WECHAT_PARTNER_SECRET);
        Optional<Key> next = key(false, SettingKey.WECHAT_PARTNER_NEXT_KEY_ID, SettingKey.WECHAT_PARTNER_NEXT_SECRET);
        if (key.isPresent() && next.isPresent() && key.get().id().equals(next.get().id())) {
            check.problem(SettingKey.WECHAT_PARTNER_NEXT_KEY_ID, "is wechat.partner.key-id too; a key that takes over has a name of its own");
        }
        return origin.flatMap(where -> key.map(current -> new Partner(where, current, next)));
    }

    private Optional<Key> key(boolean needed, SettingKey name, SettingKey value) {
        String mend = "use letters, digits and . _ -, 40 at most";
        Optional<String> id = needed ? Optional.ofNullable(check.text(name, KEY_ID, mend)) : check.optional(name, KEY_ID, mend);
        Optional<Settings.Secret> secret = needed ? Optional.ofNullable(check.secret(value, KEY_LENGTH)) : check.optionalSecret(value, KEY_LENGTH);
        if (!needed && id.isPresent() != secret.isPresent()) {
            check.problem(id.isPresent() ? name : value, "needs " + (id.isPresent() ? value : name) + " beside it; give both or neither");
        }
        return id.flatMap(called -> secret.map(word -> new Key(called, word)));
    }

    /** An origin of WeChat's; in production really one of its own. */
    private URI weChats(SettingKey setting, Predicate<String> itsHost) {
        Optional<URI> origin = Optional.ofNullable(check.origin(setting)).map(URI::create);
        origin.ifPresent(address -> refuseStandIn(setting, address, itsHost));
        return origin.orElse(null);
    }

    private URI script() {
        Optional<URI> script = Optional.ofNullable(check.text(SettingKey.WECHAT_SCRIPT, SCRIPT, "give the whole address of WeChat's script"))
                .filter(address -> SCRIPT.matcher(address).matches()).map(URI::create);
        script.ifPresent(address -> refuseStandIn(SettingKey.WECHAT_SCRIPT, address, List.of("res.wx.qq.com", "res2.wx.qq.com")::contains));
        return script.orElse(null);
    }

    private void refuseStandIn(SettingKey setting, URI address, Predicate<String> itsHost) {
        if (mode == Mode.PRODUCTION && !("https".equals(address.getScheme()) && address.getPort() == -1 && itsHost.test(address.getHost()))) {
            check.problem(setting, "is not WeChat's, which mode=production refuses; leave it at its default, " + setting.defaultValue().orElse(""));
        }
    }
}
