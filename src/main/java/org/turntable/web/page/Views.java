package org.turntable.web.page;

import freemarker.cache.URLTemplateLoader;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.DefaultObjectWrapper;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.utility.DeepUnwrap;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.StringWriter;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.turntable.config.BuildVersion;

/**
 * Renders the pages from {@code WEB-INF/templates}. A page is rendered into memory first, so that an error in a
 * template gives an error page and never half a page with status 200.
 */
public final class Views {
    /** The page with the wheel; its model is a {@code CampaignPage}. */
    public static final String CAMPAIGN = "campaign";
    /** The rules; its model is a {@code RulesPage}. */
    public static final String RULES = "rules";
    /** A player's own prizes; its model is a {@code PrizesPage}. */
    public static final String PRIZES = "prizes";
    /** The form for an address; its model is an {@code AddressPage}. */
    public static final String ADDRESS = "address";
    /** How addresses are processed; its model is a {@code PrivacyPage}. */
    public static final String PRIVACY = "privacy";
    /** The code of a coupon for a store; its model is a {@code CodePage}. */
    public static final String CODE = "code";
    /** Where a verifier signs in; its model is a {@code VerifierSignInPage}. */
    public static final String VERIFIER_SIGN_IN = "verifier-sign-in";
    /** Where a verifier redeems; its model is a {@code RedeemPage}. */
    public static final String REDEEM = "redeem";
    /** The simple sign-in; its model is a {@code SignInPage}. */
    public static final String SIGN_IN = "sign-in";
    /** How to open a page in WeChat; its model is an {@code OpenInWeChatPage}. */
    public static final String OPEN_IN_WECHAT = "open-in-wechat";
    /** How a request arrived; its model is a {@code DiagPage}. */
    public static final String DIAG = "diag";
    /** One message, most often an error; its model is a {@link MessagePage}. */
    public static final String MESSAGE = "message";

    /** Only files of this application are executed or style a page: injected text cannot run. */
    public static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final String FOLDER = "/WEB-INF/templates/";
    private static final int EXPECTED_PAGE_CHARACTERS = 32 * 1024;

    private final Configuration configuration;
    private final Messages messages;
    private final Assets assets;
    private final String contextPath;
    private final String policyOfTheWheel;
    private final String style;
    private final String styleSource;
    private final String version;
    private final Map<Lang, TemplateMethodModelEx> sentences = new EnumMap<>(Lang.class);

    /** Views of pages that run no scripts of other hosts. */
    public Views(ServletContext context, Messages messages, Assets assets) {
        this(context, messages, assets, Optional.empty(), List.of());
    }

    /**
     * Views over the templates of a web application.
     *
     * @param context where the templates are
     * @param messages the sentences
     * @param assets the addresses of scripts and styles
     * @param weChatScript WeChat's script, which the page with the wheel may run too
     * @param lines origins of all entry lines, to which the page with the wheel may send requests; empty where it may
     *     only use its own
     */
    public Views(
            ServletContext context, Messages messages, Assets assets, Optional<URI> weChatScript, List<String> lines) {
        this.messages = messages;
        this.assets = assets;
        this.contextPath = context.getContextPath();
        this.configuration = configure(context);
        this.version = BuildVersion.ofWebApplication(context::getResourceAsStream);
        this.style = assets.styleSheet("turntable.css");
        this.styleSource = PageTheme.source(style);
        // All of WeChat's host: its script may load others of its own.
        // On Android, WeChat's script calls the app through frames of this scheme, which no web page can use.
        String all = lines.stream().map(line -> " " + line).collect(Collectors.joining());
        String withLines = CONTENT_SECURITY_POLICY
                .replace("connect-src 'self'", "connect-src 'self'" + all)
                .replace("form-action 'self'", "form-action 'self'" + all);
        this.policyOfTheWheel = weChatScript
                .map(script -> withLines.replace(
                        "script-src 'self'",
                        "frame-src weixin:; script-src 'self' " + script.getScheme() + "://"
                                + script.getRawAuthority()))
                .orElse(withLines);
        for (Lang lang : Lang.values()) {
            sentences.put(lang, arguments -> sentence(lang, arguments));
        }
    }

    private static Configuration configure(ServletContext context) {
        // From 2.3.33 on a record's components read as properties.
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setTemplateLoader(new URLTemplateLoader() {
            @Override
            protected URL getURL(String name) {
                try {
                    return context.getResource(FOLDER + name);
                } catch (MalformedURLException e) {
                    throw new IllegalArgumentException("Not a template's name: " + name, e);
                }
            }
        });
        configuration.setObjectWrapper(new DefaultObjectWrapper(Configuration.VERSION_2_3_34));
        configuration.setDefaultEncoding("UTF-8");
        configuration.setURLEscapingCharset("UTF-8");
        configuration.setLocalizedLookup(false);
        configuration.setRecognizeStandardFileExtensions(true); // .ftlh: everything is HTML-escaped
        configuration.setNumberFormat("c"); // numbers in attributes are for scripts; Messages formats those for readers
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false); // thrown, and logged once with the request id
        configuration.setWrapUncheckedExceptions(true);
        configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        configuration.setTemplateUpdateDelayMilliseconds(Long.MAX_VALUE);
        return configuration;
    }

    /** The sentences, for servlets that send JSON. */
    public Messages messages() {
        return messages;
    }

    /**
     * Sends a page with its headers.
     *
     * @param status the HTTP status
     * @param templateName one of the names above
     * @param model the view record of that template
     * @throws IllegalStateException when the template fails; nothing has been sent then
     */
    public void render(HttpServletResponse response, int status, String templateName, Lang lang, Object model)
            throws IOException {
        render(response, status, templateName, lang, model, PageTheme.USUAL);
    }

    /**
     * Sends a page of a campaign with its headers.
     *
     * @param pageTheme the campaign's theme
     * @throws IllegalStateException when the template fails; nothing has been sent then
     */
    public void render(
            HttpServletResponse response, int status, String templateName, Lang lang, Object model, PageTheme pageTheme)
            throws IOException {
        byte[] page = renderToString(templateName, lang, model, pageTheme).getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("text/html;charset=UTF-8");
        response.setContentLength(page.length);
        if (!response.containsHeader("Cache-Control")) {
            response.setHeader("Cache-Control", "no-store");
        }
        response.setHeader("Content-Language", lang.tag());
        response.setHeader("Content-Security-Policy", policy(templateName, pageTheme));
        if (templateName.equals(REDEEM)) {
            response.setHeader("Permissions-Policy", permissions(true));
        }
        response.getOutputStream().write(page);
    }

    /**
     * What a page may ask the phone for: nothing, so that injected text cannot either.
     *
     * @param camera whether it scans codes
     */
    public static String permissions(boolean camera) {
        return "camera=" + (camera ? "(self)" : "()")
                + ", display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()";
    }

    /**
     * The security policy of a page. The page with the wheel has its style inline, so that it needs no second request;
     * each inline style is allowed by its hash.
     */
    public String policy(String templateName, PageTheme pageTheme) {
        boolean wheel = templateName.equals(CAMPAIGN);
        String styles =
                (wheel ? " " + styleSource : "") + (pageTheme.css().isEmpty() ? "" : " " + pageTheme.cssSource());
        return (wheel ? policyOfTheWheel : CONTENT_SECURITY_POLICY)
                .replace("style-src 'self'", "style-src 'self'" + styles);
    }

    /** A page as text, with the default theme. */
    public String renderToString(String templateName, Lang lang, Object model) {
        return renderToString(templateName, lang, model, PageTheme.USUAL);
    }

    /**
     * A page as text.
     *
     * @throws IllegalStateException when the template fails
     */
    public String renderToString(String templateName, Lang lang, Object model, PageTheme pageTheme) {
        Map<String, Object> root = new HashMap<>();
        root.put("page", model);
        root.put("pageTheme", pageTheme);
        root.put("styleSheet", style);
        root.put("lang", lang.tag());
        root.put("otherLang", lang.other().tag());
        root.put("base", contextPath);
        root.put("version", version);
        root.put("msg", sentences.get(lang));
        root.put("asset", (TemplateMethodModelEx)
                arguments -> assets.url(arguments.get(0).toString()));
        StringWriter out = new StringWriter(EXPECTED_PAGE_CHARACTERS);
        try {
            configuration.getTemplate(templateName + ".ftlh", lang.locale()).process(root, out);
        } catch (TemplateException | IOException e) {
            throw new IllegalStateException("The page '" + templateName + "' cannot be rendered", e);
        }
        return out.toString();
    }

    private String sentence(Lang lang, List<?> arguments) throws TemplateModelException {
        Object[] values = new Object[arguments.size() - 1];
        for (int i = 0; i < values.length; i++) {
            values[i] = DeepUnwrap.unwrap((TemplateModel) arguments.get(i + 1));
        }
        return messages.text(lang, arguments.get(0).toString(), values);
    }
}
