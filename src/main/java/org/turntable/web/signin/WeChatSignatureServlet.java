package org.turntable.web.signin;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.web.http.EntryLines;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.http.Responses;
import org.turntable.web.page.Notice;
import org.turntable.wechat.WeChatException;
import org.turntable.wechat.WeChatGateway;

/**
 * The signature that WeChat's script needs for a page. The page sends its own exact address; only addresses on the
 * entry lines are signed. A script requests it after the page was loaded, so that no page waits for WeChat.
 */
public final class WeChatSignatureServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(WeChatSignatureServlet.class);
    private static final int LONGEST = 1_000;

    private final transient WeChatGateway gateway;
    private final transient EntryLines lines;
    private final transient Responses responses;

    /**
     * The parameters of {@code wx.config}, by its names.
     *
     * @param timestamp seconds since 1970
     */
    public record SignatureJson(String appId, long timestamp, String nonceStr, String signature) {}

    public WeChatSignatureServlet(WeChatGateway gateway, EntryLines lines, Responses responses) {
        this.gateway = gateway;
        this.lines = lines;
        this.responses = responses;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        URI page = page(request.getParameter("url"));
        try {
            WeChatGateway.PageSignature signed = gateway.signature(page);
            responses.json(
                    response,
                    HttpServletResponse.SC_OK,
                    new SignatureJson(signed.appId(), signed.timestamp(), signed.nonce(), signed.signature()));
        } catch (WeChatException failure) {
            LOG.warn("no signature for a page: {}, {}", failure.reason(), failure.getMessage());
            responses.refusalJson(request, response, Notice.BUSY);
        }
    }

    private URI page(String address) {
        if (address == null || address.length() > LONGEST || address.indexOf('#') >= 0 || !lines.isOurs(address)) {
            throw new RequestRejectedException(Notice.BAD_REQUEST, "the page to sign is not on one of our entry lines");
        }
        try {
            return new URI(address);
        } catch (URISyntaxException unsound) {
            throw new RequestRejectedException(Notice.BAD_REQUEST, "the page to sign has no sound address");
        }
    }
}
