package org.turntable.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.redpacket.RedPackets;
import org.turntable.award.redpacket.RedPackets.Collected;
import org.turntable.campaign.Campaign;
import org.turntable.player.Identity;
import org.turntable.web.page.Notice;

/**
 * A winner asks for a red packet. Whom to pay is known to the session alone, for a while after signing in; where it is over, the player is
 * signed in anew, which WeChat does without a question, and taps again.
 */
public final class CollectServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(CollectServlet.class);

    private final transient WinnersEntrance entrance;
    private final transient Identities identities;
    private final transient RedPackets packets;

    public CollectServlet(WinnersEntrance entrance, Identities identities, RedPackets packets) {
        this.entrance = entrance;
        this.identities = identities;
        this.packets = packets;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        WinnersEntrance.Visit visit = entrance.requireForm(request);
        Campaign campaign = visit.campaign();
        Optional<String> openid = openid(request, visit.identity());
        if (openid.isEmpty()) {
            identities.signOut(request, response);
            entrance.signIn(response, campaign);
            return;
        }
        try {
            Collected collected = packets.collect(visit.draw(), openid.get());
            if (collected == Collected.NO_SUCH_WIN) {
                throw new RequestRefused(Notice.NOT_FOUND, "no red packet of this player's");
            }
            if (collected == Collected.NO_AMOUNT) {
                LOG.error("nobody has said what the red packet of campaign {} pays: turntable-ops red-packets amount", campaign.slug());
                throw new RequestRefused(Notice.BUSY, "a red packet without an amount");
            }
            Redirect.seeOther(response, "/c/" + campaign.slug() + "/prizes");
        } catch (ClaimsUnavailable away) {
            throw new RequestRefused(Notice.BUSY, away.getMessage());
        }
    }

    private Optional<String> openid(HttpServletRequest request, Identity identity) {
        HttpSession session = request.getSession(false);
        Object openid = session == null ? null : session.getAttribute(WeChatCallbackServlet.OPENID);
        return Optional.ofNullable(openid).map(Object::toString).filter(known -> identities.isOpenidOf(known, identity));
    }
}
