package org.turntable.web.page;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Optional;

/** A language of the pages. Chinese, the language of the players, is the default. */
public enum Lang {
    /** Simplified Chinese, as read in mainland China. */
    ZH_CN("zh-CN", Locale.SIMPLIFIED_CHINESE),
    /** English. */
    EN("en", Locale.ENGLISH);

    /** The request parameter that chooses a language and stores the choice in the cookie. */
    public static final String PARAMETER = "lang";
    /** The cookie that remembers the choice. */
    public static final String COOKIE = "tt_lang";

    private static final int ONE_YEAR_IN_SECONDS = 365 * 24 * 3600;

    private final String tag;
    private final Locale locale;

    Lang(String tag, Locale locale) {
        this.tag = tag;
        this.locale = locale;
    }

    /** The language tag in {@code <html lang>}, in the cookie and in the parameter. */
    public String tag() {
        return tag;
    }

    /** The locale for numbers and dates. */
    public Locale locale() {
        return locale;
    }

    /** The other language: where the page's language switch leads. */
    public Lang other() {
        return this == ZH_CN ? EN : ZH_CN;
    }

    /** The text in this language; the Chinese text where the English one is missing. {@code chinese} is never null. */
    public String choose(String chinese, String english) {
        return this == EN && english != null && !english.isBlank() ? english : chinese;
    }

    /**
     * The language of a request: its {@code ?lang=}, else its cookie, else English if Accept-Language begins with it,
     * else Chinese. Unknown values count as absent.
     */
    public static Lang of(HttpServletRequest request) {
        return fromTag(request.getParameter(PARAMETER))
                .or(() -> fromCookie(request.getCookies()))
                .orElseGet(() -> fromAcceptLanguage(request.getHeader("Accept-Language")));
    }

    /** Like {@link #of}, and sets the cookie when the request chose a language by parameter; call before the body. */
    public static Lang ofAndRemember(HttpServletRequest request, HttpServletResponse response) {
        fromTag(request.getParameter(PARAMETER)).ifPresent(lang -> response.addCookie(lang.cookie(request.isSecure())));
        return of(request);
    }

    private Cookie cookie(boolean secure) {
        Cookie cookie = new Cookie(COOKIE, tag);
        cookie.setPath("/");
        cookie.setMaxAge(ONE_YEAR_IN_SECONDS);
        cookie.setHttpOnly(true);
        cookie.setSecure(secure);
        cookie.setAttribute("SameSite", "Lax");
        return cookie;
    }

    private static Optional<Lang> fromTag(String tag) {
        for (Lang lang : values()) {
            if (lang.tag.equalsIgnoreCase(tag)) {
                return Optional.of(lang);
            }
        }
        return Optional.empty();
    }

    private static Optional<Lang> fromCookie(Cookie[] cookies) {
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                // A host of the same domain may have set one of this name too: the first that is a language.
                Optional<Lang> lang = COOKIE.equals(cookie.getName()) ? fromTag(cookie.getValue()) : Optional.empty();
                if (lang.isPresent()) {
                    return lang;
                }
            }
        }
        return Optional.empty();
    }

    private static Lang fromAcceptLanguage(String header) {
        return header != null && header.strip().regionMatches(true, 0, "en", 0, 2) ? EN : ZH_CN;
    }
}
