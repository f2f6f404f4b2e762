package org.turntable.app;

import com.zaxxer.hikari.HikariDataSource;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.function.Supplier;
import org.turntable.campaign.CampaignAdministration;
import org.turntable.console.ConsoleCampaignServlet;
import org.turntable.console.ConsoleDoor;
import org.turntable.console.ConsoleFigures;
import org.turntable.console.ConsoleHomeServlet;
import org.turntable.console.ConsolePages;
import org.turntable.console.ConsoleSignIn;
import org.turntable.console.ConsoleSignInServlet;
import org.turntable.console.ConsoleSignOutServlet;
import org.turntable.mariadb.MariaDbCampaignAdministration;
import org.turntable.mariadb.MariaDbLedgerTotals;
import org.turntable.mariadb.MariaDbOperatorAccounts;
import org.turntable.redis.RedisForDraws;
import org.turntable.redis.RedisForSessions;
import org.turntable.staff.OperatorAccounts;
import org.turntable.web.page.Views;

/**
 * What answers operators, where {@code console.origin} says that there is a console.
 *
 * @param origin the console's own, from which alone its forms are posted
 */
record ConsoleParts(String origin, ConsoleHomeServlet home, ConsoleCampaignServlet campaign, ConsoleSignInServlet signIn, ConsoleSignOutServlet signOut) {
    static ConsoleParts of(String origin, HikariDataSource pool, RedisForDraws draws, RedisForSessions sessions, Views views, Supplier<Instant> clock,
                           SecureRandom random) {
        OperatorAccounts accounts = new MariaDbOperatorAccounts(pool);
        CampaignAdministration campaigns = new MariaDbCampaignAdministration(pool);
        ConsoleFigures figures = new ConsoleFigures(new MariaDbLedgerTotals(pool), draws.takings(), draws.drawLog(), sessions.nodes(), clock);
        ConsoleDoor door = new ConsoleDoor(origin, accounts, clock, random);
        ConsolePages pages = new ConsolePages(views, clock);
        pages.warmUp();
        return new ConsoleParts(origin, new ConsoleHomeServlet(door, pages, campaigns, figures),
                new ConsoleCampaignServlet(door, pages, campaigns, figures, clock),
                new ConsoleSignInServlet(door, pages, new ConsoleSignIn(accounts, clock, random)), new ConsoleSignOutServlet(door, pages));
    }
}
