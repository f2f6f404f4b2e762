package org.turntable.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.web.page.Notice;
import org.turntable.wechat.WeChatFailure;
import org.turntable.wechat.WeChatGateway;

/**
 * What WeChat's script needs to know of a page. The page tells its own address, since it alone knows it to the letter; signed is only
 * what lies on one of our entry lines. Asked by a script after the page is there, so that no page waits for WeChat.
 */
public final class WeChatSignatureServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(WeChatSignatureServlet.class);
    private static final int LONGEST = 1_000;

    private final transient WeChatGateway gateway;
    private final transient EntryLines lines;
    private final transient Answers answers;

    /**
     * The parameters of {@code wx.config}, by its names.
     *
     * @param timestamp seconds since 1970
     */
    public record SignatureJson(String appId, long timestamp, String nonceStr, String signature) {
    }

    public WeChatSignatureServlet(WeChatGateway gateway, EntryLines lines, Answers answers) {
        this.gateway = gateway;
        this.lines = lines;
        this.answers = answers;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        URI page = page(request.getParameter("url"));
        try {
            WeChatGateway.PageSignature signed = gateway.signature(page);
            answers.json(response, HttpServletResponse.SC_OK, new SignatureJson(signed.appId(), signed.timestamp(), signed.nonce(), signed.signature()));
        } catch (WeChatFailure failure) {
            LOG.warn("no signature for a page: {}, {}", failure.reason(), failure.getMessage());
            answers.refusalJson(request, response, Notice.BUSY);
        }
    }

    private URI page(String address) {
        if (address == null || address.length() > LONGEST || address.indexOf('#') >= 0 || !lines.isOurs(address)) {
            throw new RequestRefused(Notice.BAD_REQUEST, "the page to sign is not on one of our entry lines");
        }
        try {
            return new URI(address);
        } catch (URISyntaxException unsound) {
            throw new RequestRefused(Notice.BAD_REQUEST, "the page to sign has no sound address");
        }
    }
}
