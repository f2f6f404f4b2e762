package org.turntable.testing.bench.yardstick;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * The draw as most campaigns write it: who is asking comes from a session in Redis, one lock per player keeps double
 * taps apart, and one database transaction decides. What it leaves out, it leaves out in its own favour: no session is
 * written back, no prize is read from the database, no player is inserted in the measured time.
 *
 * <p>Init parameters: {@code database} (JDBC URL with user and password), {@code redis} (URL of the Redis for sessions
 * and locks), {@code pool} (database connections), {@code stock} ({@code winners}: only a roll that hits locks a stock
 * row; {@code every-draw}: losing is a "thank you" with a stock row of its own, as in many a tutorial).
 */
public final class UsualWayServlet extends HttpServlet {
    private static final int REDIS_POOL = 48;

    private HikariDataSource database;
    private RedisClient redis;
    private PlayerLocks locks;
    private UsualDraw draw;

    @Override
    public void init(ServletConfig config) throws ServletException {
        super.init(config);
        int pool = Integer.parseInt(config.getInitParameter("pool"));
        HikariConfig hikari = new HikariConfig();
        hikari.setJdbcUrl(config.getInitParameter("database"));
        // By name: the JDK looks for drivers once, before any web application is there.
        hikari.setDriverClassName("org.mariadb.jdbc.Driver");
        hikari.setMaximumPoolSize(pool);
        // Each size measured is a servlet of its own: connections that nobody uses any more go.
        hikari.setMinimumIdle(0);
        hikari.setIdleTimeout(10_000);
        hikari.setAutoCommit(false);
        hikari.setInitializationFailTimeout(-1);
        database = new HikariDataSource(hikari);
        ConnectionPoolConfig connections = new ConnectionPoolConfig();
        connections.setMaxTotal(REDIS_POOL);
        connections.setMaxIdle(REDIS_POOL);
        URI address = URI.create(config.getInitParameter("redis"));
        redis = RedisClient.builder()
                .hostAndPort(JedisURIHelper.getHostAndPort(address))
                .poolConfig(connections)
                .clientConfig(DefaultJedisClientConfig.builder()
                        .password(JedisURIHelper.getPassword(address))
                        .build())
                .build();
        locks = new PlayerLocks(redis);
        draw = new UsualDraw(database, config.getInitParameter("stock").equals("every-draw"));
    }

    @Override
    public void destroy() {
        database.close();
        redis.close();
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Map<String, String> session = redis.hgetAll("yardstick:session:" + sessionId(request));
        if (session.isEmpty()) {
            answer(response, 401, "{\"status\":\"not_signed_in\"}");
            return;
        }
        if (!session.get("csrf").equals(request.getParameter("csrf"))) {
            answer(response, 403, "{\"status\":\"forbidden\"}");
            return;
        }
        int player = Integer.parseInt(session.get("player"));
        String holder = locks.lock(player);
        if (holder == null) {
            answer(response, 503, "{\"status\":\"busy\"}");
            return;
        }
        try {
            UsualDraw.Result result = draw.draw(player);
            answer(
                    response,
                    200,
                    "{\"status\":\"" + (result.won() ? "win" : "loss") + "\",\"number\":" + result.number()
                            + ",\"segment\":5,\"prize\":"
                            + (result.won() ? "{\"name\":\"Prize\",\"kind\":\"coupon\"}" : "null")
                            + ",\"next\":" + (result.number() + 1) + ",\"chancesToday\":1,\"chancesInAll\":3}");
        } catch (SQLException failed) {
            log("a draw failed", failed);
            answer(response, 500, "{\"status\":\"failed\"}");
        } finally {
            locks.release(player, holder);
        }
    }

    private static String sessionId(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        for (Cookie cookie : cookies == null ? new Cookie[0] : cookies) {
            if (cookie.getName().equals("sid")) {
                return cookie.getValue();
            }
        }
        return "";
    }

    private static void answer(HttpServletResponse response, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
