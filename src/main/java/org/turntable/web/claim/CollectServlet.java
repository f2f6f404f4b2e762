package org.turntable.web.claim;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.campaign.Campaign;
import org.turntable.claim.redpacket.RedPackets;
import org.turntable.claim.redpacket.RedPackets.Collected;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.Identity;
import org.turntable.web.http.Redirect;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.page.Notice;
import org.turntable.web.signin.Identities;
import org.turntable.web.signin.WeChatCallbackServlet;

/**
 * A winner collects a red packet. The openid to pay is only in the session, for a limited time after the sign-in.
 * Without it the player is sent to the sign-in, which WeChat does without interaction, and taps again.
 */
public final class CollectServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(CollectServlet.class);

    private final transient WinnerAccess access;
    private final transient Identities identities;
    private final transient RedPackets packets;

    public CollectServlet(WinnerAccess access, Identities identities, RedPackets packets) {
        this.access = access;
        this.identities = identities;
        this.packets = packets;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        WinnerAccess.Visit visit = access.requireForm(request);
        Campaign campaign = visit.campaign();
        Optional<String> openid = openid(request, visit.identity());
        if (openid.isEmpty()) {
            identities.signOut(request, response);
            access.signIn(response, campaign);
            return;
        }
        try {
            Collected collected = packets.collect(visit.draw(), openid.get());
            if (collected == Collected.NO_SUCH_WIN) {
                throw new RequestRejectedException(Notice.NOT_FOUND, "no red packet of this player's");
            }
            if (collected == Collected.NO_AMOUNT) {
                LOG.error(
                        "the amount of the red packets of campaign {} is not set: turntable-ops red-packets amount",
                        campaign.slug());
                throw new RequestRejectedException(Notice.BUSY, "a red packet without an amount");
            }
            Redirect.seeOther(response, "/c/" + campaign.slug() + "/prizes");
        } catch (DatabaseUnavailableException unavailable) {
            throw new RequestRejectedException(Notice.BUSY, unavailable.getMessage());
        }
    }

    private Optional<String> openid(HttpServletRequest request, Identity identity) {
        HttpSession session = request.getSession(false);
        Object openid = session == null ? null : session.getAttribute(WeChatCallbackServlet.OPENID);
        return Optional.ofNullable(openid)
                .map(Object::toString)
                .filter(known -> identities.isOpenidOf(known, identity));
    }
}
