package org.turntable.node;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.servlet.http.HttpServlet;
import java.util.List;
import org.turntable.config.Settings;
import org.turntable.console.Console;
import org.turntable.console.ConsoleAccess;
import org.turntable.console.ConsoleStatistics;
import org.turntable.mariadb.campaign.MariaDbCampaignAdministration;
import org.turntable.mariadb.ledger.MariaDbLedgerTotals;
import org.turntable.mariadb.staff.MariaDbOperatorAccounts;
import org.turntable.mariadb.staff.MariaDbOperatorFactors;
import org.turntable.redis.draw.RedisForDraws;
import org.turntable.redis.session.RedisForSessions;

/** The console for operators. A node has it when {@code console.origin} is set. */
final class ConsoleModule {
    private ConsoleModule() {}

    /** @param origin the origin of the console, such as {@code https://ops.example.com:8444} */
    static List<HttpServlet> servlets(
            String origin,
            Settings settings,
            HikariDataSource pool,
            RedisForDraws draws,
            RedisForSessions sessions,
            WebModule web) {
        return Console.servlets(
                new ConsoleAccess.Rules(
                        origin,
                        settings.console().factorRequired(),
                        settings.console().idle()),
                new Console.Staff(
                        new MariaDbOperatorAccounts(pool),
                        new MariaDbOperatorFactors(pool),
                        sessions.signIns(),
                        settings.identity().secret().reveal()),
                new MariaDbCampaignAdministration(pool),
                new ConsoleStatistics(
                        new MariaDbLedgerTotals(pool),
                        draws.takenCounts(),
                        draws.drawLog(),
                        sessions.nodes(),
                        web.clock()),
                web.views(),
                web.clock(),
                web.random());
    }
}
