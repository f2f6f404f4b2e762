package org.turntable.node;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.servlet.http.HttpServlet;
import java.util.List;
import org.turntable.campaign.CampaignAdministration;
import org.turntable.console.ConsoleAccess;
import org.turntable.console.ConsoleCampaignServlet;
import org.turntable.console.ConsoleHomeServlet;
import org.turntable.console.ConsolePages;
import org.turntable.console.ConsoleSignIn;
import org.turntable.console.ConsoleSignInServlet;
import org.turntable.console.ConsoleSignOutServlet;
import org.turntable.console.ConsoleStatistics;
import org.turntable.console.ConsoleWarmUp;
import org.turntable.mariadb.campaign.MariaDbCampaignAdministration;
import org.turntable.mariadb.ledger.MariaDbLedgerTotals;
import org.turntable.mariadb.staff.MariaDbOperatorAccounts;
import org.turntable.redis.draw.RedisForDraws;
import org.turntable.redis.session.RedisForSessions;
import org.turntable.staff.OperatorAccounts;

/** The console for operators. A node has it when {@code console.origin} is set. */
final class ConsoleModule {
    private ConsoleModule() {}

    /** @param origin the origin of the console, such as {@code https://ops.example.com:8444} */
    static List<HttpServlet> servlets(
            String origin, HikariDataSource pool, RedisForDraws draws, RedisForSessions sessions, WebModule web) {
        OperatorAccounts accounts = new MariaDbOperatorAccounts(pool);
        CampaignAdministration campaigns = new MariaDbCampaignAdministration(pool);
        ConsoleStatistics statistics = new ConsoleStatistics(
                new MariaDbLedgerTotals(pool), draws.takenCounts(), draws.drawLog(), sessions.nodes(), web.clock());
        ConsoleAccess access = new ConsoleAccess(origin, accounts, web.clock(), web.random());
        ConsolePages pages = new ConsolePages(web.views(), web.clock());
        new ConsoleWarmUp(web.views(), pages, web.clock()).run();
        return List.of(
                new ConsoleHomeServlet(access, pages, campaigns, statistics),
                new ConsoleCampaignServlet(access, pages, campaigns, statistics, web.clock()),
                new ConsoleSignInServlet(access, pages, new ConsoleSignIn(accounts, web.clock())),
                new ConsoleSignOutServlet(access, pages));
    }
}
