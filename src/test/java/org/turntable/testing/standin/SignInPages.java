package org.turntable.testing.standin;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The sign-in pages. WeChat shows no page here ({@code snsapi_base}); the stand-in shows a page to choose a user. */
final class SignInPages {
    private final StandInSettings settings;
    private final Account account;
    private final String frame = StandInServer.resource("sign-in.html");

    SignInPages(StandInSettings settings, Account account) throws IOException {
        this.settings = settings;
        this.account = account;
    }

    /** {@code /connect/oauth2/authorize}. */
    void direct(Call call) throws IOException {
        if (!call.query("appid").equals(settings.appId())) {
            refuse(call, "AppID 参数错误", "the app id is not this account's", 10013);
        } else if (!call.query("response_type").equals("code")) {
            refuse(call, "response_type 参数错误", "response_type is not code", 10004);
        } else if (!Set.of("snsapi_base", "snsapi_userinfo").contains(call.query("scope"))) {
            refuse(call, "Scope 参数错误或没有 Scope 权限", "the scope is unknown", 10005);
        } else if (!call.query("state").matches("[A-Za-z0-9._-]{0,128}")) {
            refuse(
                    call,
                    "state 参数错误",
                    "the state is longer than 128 characters or has others than letters, digits, - _ .",
                    10009);
        } else {
            signIn(call, call.query("redirect_uri"));
        }
    }

    /** {@code /partner/authorize}. */
    void partner(Call call) throws IOException {
        signIn(call, call.query("callback"));
    }

    private void signIn(Call call, String back) throws IOException {
        URI target = uri(back);
        if (target == null
                || !Set.of("http", "https").contains(String.valueOf(target.getScheme()))
                || !settings.isCallbackDomain(target.getHost())) {
            refuse(
                    call,
                    "redirect_uri 域名与后台配置不一致",
                    "the return address is not within the account's callback domains",
                    10003);
        } else if (call.query("persona").isBlank()) {
            call.page(200, choice(call, target));
        } else {
            Map<String, String> given = new LinkedHashMap<>();
            given.put("code", account.codeFor(Persona.of(call.query("persona").strip())));
            given.put("state", call.query("state"));
            call.redirect(target + (target.getRawQuery() == null ? "?" : "&") + encoded(given));
        }
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    private String choice(Call call, URI target) {
        boolean chinese = isChinese(call);
        StringBuilder cards = new StringBuilder();
        for (Persona.Card card : Persona.CARDS) {
            Map<String, String> again = new LinkedHashMap<>(call.query());
            again.put("persona", card.id());
            String name = chinese ? card.chineseName() : card.englishName();
            cards.append("<li><a href=\"?")
                    .append(html(encoded(again)))
                    .append("\"><span class=\"face\" style=\"background:")
                    .append(card.colour())
                    .append("\">")
                    .append(name.codePointAt(0) < 128 ? name.substring(0, 1) : name.substring(name.length() - 1))
                    .append("</span><span class=\"who\"><b>")
                    .append(name)
                    .append("</b><small>")
                    .append(chinese ? card.chineseWord() : card.englishWord())
                    .append("</small></span></a></li>\n");
        }
        StringBuilder hidden = new StringBuilder();
        call.query().forEach((key, value) -> {
            if (!key.equals("persona")) {
                hidden.append("<input type=\"hidden\" name=\"")
                        .append(html(key))
                        .append("\" value=\"")
                        .append(html(value))
                        .append("\">");
            }
        });
        String other = chinese ? "其他名字" : "Another name";
        return page(
                chinese,
                chinese ? "选择玩家" : "Who are you?",
                (chinese ? "登录后返回 " : "You return to ") + "<b>" + html(target.getHost()) + "</b>",
                "<ul>\n" + cards + "</ul>\n<form>" + hidden
                        + "<input name=\"persona\" maxlength=\"32\" required autocomplete=\"off\" placeholder=\""
                        + other + "\" aria-label=\"" + other + "\"><button>" + (chinese ? "登录" : "Sign in")
                        + "</button></form>");
    }

    private void refuse(Call call, String chinese, String english, int code) throws IOException {
        boolean inChinese = isChinese(call);
        call.page(
                200,
                page(
                        inChinese,
                        inChinese ? "出错了" : "This cannot go on",
                        "",
                        "<p class=\"wrong\">" + chinese + "<br>" + english + "<br><b>" + (inChinese ? "错误码 " : "error ")
                                + code + "</b></p>"));
    }

    private String page(boolean chinese, String title, String under, String content) {
        return frame.replace("${lang}", chinese ? "zh-CN" : "en")
                .replace("${title}", title)
                .replace("${under}", under)
                .replace("${standin}", chinese ? "微信替身 · 仅供演示与测试" : "Stand-in for WeChat · for demo and tests only")
                .replace("${content}", content);
    }

    private static boolean isChinese(Call call) {
        return call.header("Accept-Language").startsWith("zh")
                || call.query("lang").startsWith("zh");
    }

    private static String encoded(Map<String, String> parameters) {
        StringBuilder query = new StringBuilder();
        parameters.forEach((key, value) -> query.append(query.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(key, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return query.toString();
    }

    private static String html(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
