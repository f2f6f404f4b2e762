package org.turntable.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
    private static final String STRONG = "pWv8nD2kQz4xTf9Lr7HcGm3sYb6JeA5u";
    private static final String STRONG_TOO = "Zk3uRt8vXe5wLq2pNf7yHj4dMc9bGs6a";
    private static final String SECRET = "Tq7hVn2cKx9wRd4mZy6pLs8fBg3jEu5a";

    @TempDir
    Path folder;

    private final Map<String, String> file = new LinkedHashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void createSettingsOfADemo() {
        file.put("mode", "demo");
        file.put("entry.origins", "http://127.0.0.1:8080, https://lottery.example.com");
        file.put("database.hosts", "127.0.0.1:3306, 127.0.0.1:3307");
        file.put("database.password", STRONG);
        file.put("redis.draws.url", "redis://127.0.0.1:6379/0");
        file.put("redis.sessions.url", "rediss://player:" + STRONG_TOO + "@cache.internal:6380/2");
        file.put("identity.secret", SECRET);
    }

    @Test
    void aSettingThatIsNotSetHasItsDefault() throws IOException {
        Settings settings = read();

        assertEquals(Settings.Mode.DEMO, settings.mode());
        assertEquals("host:0001", settings.nodeId());
        assertEquals(List.of("http://127.0.0.1:8080", "https://lottery.example.com"), settings.entryOrigins());
        assertEquals(
                "[127.0.0.1:3306, 127.0.0.1:3307]", settings.database().hosts().toString());
        assertEquals("turntable", settings.database().name());
        assertEquals("turntable_app", settings.database().user());
        assertEquals(6, settings.database().poolSize());
        assertEquals(Duration.ofDays(30), settings.identity().age());
        assertEquals(Optional.empty(), settings.defaultCampaign());
        assertEquals(new Settings.Draw(Duration.ofMillis(300), 1), settings.draw());
        assertEquals(
                new Settings.Ledger(
                        500,
                        Duration.ofMillis(800),
                        Duration.ofSeconds(2),
                        2_000_000,
                        Duration.ofSeconds(3),
                        128L << 20),
                settings.ledger());
    }

    @Test
    void aRedisUrlIsParsed() throws IOException {
        file.put("redis.draws.url", "redis://:p%40ss@10.0.0.7:6379");
        Settings settings = read();

        assertEquals(
                STRONG_TOO, settings.sessionsRedis().password().orElseThrow().reveal());
        assertEquals(Optional.of("player"), settings.sessionsRedis().user());
        assertTrue(settings.sessionsRedis().tls());
        assertEquals(2, settings.sessionsRedis().database());
        assertEquals("p@ss", settings.drawsRedis().password().orElseThrow().reveal());
        assertEquals(Optional.empty(), settings.drawsRedis().user());
        assertEquals("redis://10.0.0.7:6379/0", settings.drawsRedis().toString());
    }

    @Test
    void theEnvironmentOverridesTheFile() throws IOException {
        environment.put("TURNTABLE_LEDGER_STREAM_HIGH_WATER", "5000");
        environment.put("TURNTABLE_SIGN_IN", "simple");
        environment.put("TURNTABLE_DATABASE_PASSWORD", STRONG_TOO);

        assertEquals(5_000, read().ledger().streamHighWater());
        assertEquals(STRONG_TOO, read().database().password().reveal());
    }

    @Test
    void aSecretMayBeInItsOwnFile() throws IOException {
        file.remove("database.password");
        file.put(
                "database.password.file",
                Files.writeString(folder.resolve("db"), STRONG_TOO + "\n").toString());
        environment.put(
                "TURNTABLE_IDENTITY_SECRET_FILE",
                Files.writeString(folder.resolve("id"), STRONG).toString());
        Settings settings = read();

        assertEquals(STRONG_TOO, settings.database().password().reveal());
        assertEquals(
                STRONG,
                settings.identity().secret().reveal(),
                "the file named by a variable overrides the " + "value in the settings file");
    }

    @Test
    void anUnreadableFileOfASecretIsOneProblem() throws IOException {
        file.remove("identity.secret");
        file.put("identity.secret.file", folder.resolve("nowhere").toString());
        problem("identity.secret.file=" + folder.resolve("nowhere"), "cannot be read");
    }

    @Test
    void aSecretThatIsSetTwiceIsRefused() throws IOException {
        file.put("identity.secret.file", "somewhere");
        problem("identity.secret and identity.secret.file are both set", "keep one");
    }

    @Test
    void allProblemsAreReportedAtOnceWithoutSecrets() throws IOException {
        file.put("database.hosts", "db1");
        file.put("draw.deadline", "300ms");
        file.put("identity.secret", "too-short-hush");
        file.put("ledger.wiat", "5");
        file.put("redis.draws.url", "http://user:hushhush@host:6379");
        SettingsException refused = assertThrows(SettingsException.class, this::read);

        assertEquals(5, refused.problems().size(), refused.getMessage());
        assertEquals(6, refused.getMessage().lines().count(), "a heading and one line a problem");
        assertFalse(refused.getMessage().contains("hush"), refused.getMessage());
        assertTrue(refused.getMessage().contains("identity.secret=(hidden, 14 characters)"), refused.getMessage());
        assertTrue(refused.getMessage().contains("did you mean ledger.wait?"), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            mode                     | test                       | give demo or production
            node.id                  | node one                   | use letters
            entry.origins            | lottery.example.com        | is not an origin
            entry.origins            | https://example.com/       | is not an origin
            entry.origins            | https://example.com/play   | is not an origin
            entry.origins            | ftp://example.com          | is not an origin
            entry.origins            | http://example.com:99999   | is not an origin
            entry.origins            | http://a.com,,http://b.com | is not an origin
            entry.origins            | https://example.com:443    | write https://example.com
            entry.origins            | https://Example.com        | write https://example.com
            database.hosts           | 127.0.0.1                  | is not address:port
            database.hosts           | 127.0.0.1:0                | is not address:port
            database.hosts           | 127.0.0.1:70000            | is not address:port
            database.hosts           | 10.0.0.1:3306,10.0.0.1:3306| twice
            database.name            | turn-table;                | use letters
            database.user            | a b                        | use letters
            database.pool.size       | 0                          | from 2 to 100 (default 6)
            database.pool.size       | many                       | is not a whole number
            redis.draws.url          | redis://127.0.0.1          | is invalid
            redis.draws.url          | redis://127.0.0.1:6379/x   | is invalid
            redis.sessions.url       | redis://pass word@h:1/0    | is not a URL
            identity.days            | 366                        | from 1 to 365 (default 30)
            sign-in                  | wechat                     | give simple or wechat-direct or wechat-partner
            wechat.app-id            | 0123456789abcdef           | as WeChat shows it
            wechat.partner.origin    | https://partner.com/path   | is not an origin
            wechat.partner.key-id    | first                      | needs wechat.partner.secret as well
            wechat.partner.next.key-id | next                     | needs wechat.partner.next.secret as well
            wechat.api.origin        | api.weixin.qq.com          | is not an origin
            wechat.open.origin       | http://a.com,http://b.com  | more than one origin
            wechat.script            | https://res.wx.qq.com/     | the complete URL
            wechat.script            | https://a.com/x.js' evil   | the complete URL
            wechat.callback.origin   | partner.example.com        | is not an origin
            wechat.browser           | all                        | give any or wechat
            wechat.follow.check      | yes                        | give off or on
            wechat.share.bonus       | on                         | WeChat's rules for outside links forbid
            campaign.default         | Golden Week                | slug
            draw.deadline            | 5                          | from 20 to 5000 (default 300)
            draw.redis.connections   | 0                          | from 1 to 64
            ledger.group.rows        | 1.5                        | is not a whole number
            ledger.wait              | -1                         | is out of range
            ledger.own.age           | 99999999999999999999       | is not a whole number
            ledger.stream.high-water | 1                          | is out of range
            ledger.sweep.age         | 2000                       | not more than ledger.own.age=2000
            """)
    void anInvalidValueIsRefusedWithItsKeyAndRemedy(String key, String value, String remedy) throws IOException {
        file.put(key, value);
        problem(key + "=", remedy);
    }

    @ParameterizedTest
    @CsvSource({
        "entry.origins",
        "database.hosts",
        "database.password",
        "redis.draws.url",
        "redis.sessions.url",
        "identity.secret"
    })
    void aRequiredSettingThatIsMissingOrBlankIsReported(String key) throws IOException {
        file.remove(key);
        problem(key + ": is missing", "TURNTABLE_" + key.replace('.', '_').toUpperCase());
        file.put(key, "  ");
        problem(key + ": is missing", "TURNTABLE_");
    }

    @Test
    void aMisspeltKeyIsRefusedWithASuggestion() throws IOException {
        file.put("database.host", "x:1");
        problem("database.host: there is no such setting", "did you mean database.hosts?");
        file.remove("database.host");
        file.put("colour", "red");
        problem("colour: there is no such setting", "settings.md");
    }

    @Test
    void aMisspeltVariableIsRefusedButAnUnrelatedOneIsNot() throws IOException {
        environment.put("TURNTABLE_PORT_8080_TCP", "tcp://10.0.0.1:8080");
        environment.put("TURNTABLE_HEAP", "2g");
        read();
        environment.put("TURNTABLE_DATABASE_HOST", "x:1");
        problem("environment variable TURNTABLE_DATABASE_HOST", "did you mean TURNTABLE_DATABASE_HOSTS?");
    }

    @Test
    void aDuplicateKeyIsRefused() throws IOException {
        Path path = write();
        Files.writeString(path, Files.readString(path) + "\ndatabase.pool.size=3\ndatabase.pool.size=4\n");
        SettingsException refused =
                assertThrows(SettingsException.class, () -> reader(path).read());
        assertTrue(refused.problems().get(0).startsWith("database.pool.size: is in "), refused.getMessage());
    }

    @Test
    void productionRefusesTheSimpleSignInShortSecretsAndSamples() throws IOException {
        file.put("mode", "production");
        problem("sign-in=simple", "mode=demo");
        file.put("database.password", "short");
        file.put("identity.secret", "change-me-change-me-change-me-change-me");
        file.put("redis.draws.url", "redis://:tooshort@127.0.0.1:6379/0");
        SettingsException refused = assertThrows(SettingsException.class, this::read);

        assertEquals(4, refused.problems().size(), refused.getMessage());
        assertTrue(
                refused.getMessage().contains("identity.secret=(hidden, 39 characters): is a sample"),
                refused.getMessage());
        assertTrue(refused.getMessage()
                .contains("database.password=(hidden, 5 characters): is shorter than 32 characters, which "
                        + "mode=production"));
        assertTrue(refused.getMessage().contains("redis.draws.url=(hidden"), refused.getMessage());
    }

    @Test
    void eachKindOfWeChatSignInRequiresItsOwnSettings() throws IOException {
        file.put("sign-in", "wechat-direct");
        SettingsException refused = assertThrows(SettingsException.class, this::read);
        assertEquals(2, refused.problems().size(), refused.getMessage());
        assertTrue(refused.getMessage().contains("wechat.app-id: is missing")
                && refused.getMessage().contains("wechat.app-secret: is missing"));
        file.put("wechat.app-id", "wx0123456789abcdef");
        file.put("wechat.app-secret", STRONG);
        Settings direct = read();
        assertEquals(Settings.SignIn.WECHAT_DIRECT, direct.signIn());
        assertEquals(
                new WeChatSettings.Account("wx0123456789abcdef", new Secret(STRONG)),
                direct.weChat().account().orElseThrow());
        assertEquals("https://api.weixin.qq.com", direct.weChat().apiOrigin().toString());
        assertEquals(WeChatSettings.Browser.WECHAT, direct.weChat().browser());
        assertFalse(direct.weChat().followCheck());
        assertFalse(direct.toString().contains(STRONG), direct.toString());

        file.put("sign-in", "wechat-partner");
        assertEquals(
                3, assertThrows(SettingsException.class, this::read).problems().size(), "origin, key's name, key");
        file.put("wechat.partner.origin", "https://partner.example.com");
        file.put("wechat.partner.key-id", "first");
        file.put("wechat.partner.secret", STRONG_TOO);
        assertEquals(Optional.empty(), read().weChat().partner().orElseThrow().nextKey());
        file.put("wechat.partner.next.key-id", "second");
        file.put("wechat.partner.next.secret", SECRET);
        assertEquals(
                new SharedKey("second", new Secret(SECRET)),
                read().weChat().partner().orElseThrow().nextKey().orElseThrow());
        file.put("wechat.partner.next.key-id", "first");
        problem("wechat.partner.next.key-id=first", "a different name");
    }

    @Test
    void productionRefusesOtherHostsThanWeChatsAndOtherBrowsers() throws IOException {
        file.put("mode", "production");
        file.put("redis.draws.url", "redis://:" + STRONG_TOO + "@127.0.0.1:6379/0");
        file.put("sign-in", "wechat-partner");
        file.put("wechat.partner.origin", "https://partner.company.cn");
        file.put("wechat.partner.key-id", "first");
        file.put("wechat.partner.secret", STRONG_TOO);
        assertEquals(Settings.Mode.PRODUCTION, read().mode());
        for (String[] standIn : new String[][] {
            {"wechat.api.origin", "http://127.0.0.1:9000"},
            {"wechat.api.origin", "https://api.weixin.qq.com.evil.cn"},
            {"wechat.open.origin", "http://open.weixin.qq.com"},
            {"wechat.open.origin", "https://evilweixin.qq.com"},
            {"wechat.script", "https://cdn.evil.cn/jweixin-1.6.0.js"},
            {"wechat.partner.origin", "http://partner.company.cn"},
            {"wechat.browser", "any"}
        }) {
            String before = file.put(standIn[0], standIn[1]);
            problem(standIn[0] + "=" + standIn[1], "mode=production refuses");
            if (before == null) {
                file.remove(standIn[0]);
            } else {
                file.put(standIn[0], before);
            }
        }
        file.put("wechat.api.origin", "https://sh.api.weixin.qq.com");
        file.put("wechat.script", "https://res2.wx.qq.com/open/js/jweixin-1.6.0.js");
        assertEquals(
                "https://sh.api.weixin.qq.com",
                read().weChat().apiOrigin().toString(),
                "other hosts of WeChat are accepted");
    }

    @Test
    void noModeMeansProduction() throws IOException {
        file.remove("mode");
        problem("sign-in=simple", "mode=production refuses");
    }

    @Test
    void aMissingFileIsTheOnlyProblem() {
        SettingsException refused = assertThrows(
                SettingsException.class, () -> reader(folder.resolve("nowhere")).read());
        assertEquals(1, refused.problems().size());
        assertTrue(refused.getMessage().contains("TURNTABLE_CONFIG"));
    }

    @Test
    void aFileInAnotherEncodingIsRefused() throws IOException {
        Path path = Files.write(folder.resolve("gbk"), "mode=demo\ndatabase.password=密码".getBytes("GBK"));
        SettingsException refused =
                assertThrows(SettingsException.class, () -> reader(path).read());
        assertTrue(refused.getMessage().contains("is not UTF-8"), refused.getMessage());
    }

    @Test
    void aCommandRequiresOnlyTheAccountThatItUses() throws IOException {
        file.keySet().removeIf(key -> !key.equals("mode") && !key.equals("database.hosts"));
        file.put("database.migration.password", STRONG_TOO);

        assertEquals(
                "turntable_migration",
                reader(write()).readDatabaseForMigration().user());
        assertEquals(
                STRONG_TOO,
                reader(write()).readDatabaseForMigration().password().reveal());
        assertThrows(SettingsException.class, () -> reader(write()).readDatabase());
    }

    @Test
    void theMonitorsAccountIsReadWhereItIsSetAndItsPasswordMayBeInAFile() throws IOException {
        file.keySet().removeIf(key -> !key.equals("mode") && !key.equals("database.hosts"));
        assertEquals(Optional.empty(), reader(write()).readDatabaseForMonitoring());

        Path secret = Files.writeString(folder.resolve("monitor.password"), STRONG_TOO + "\n");
        file.put("database.monitor.password.file", secret.toString());
        DatabaseSettings monitor = reader(write()).readDatabaseForMonitoring().orElseThrow();
        assertEquals("turntable_monitor", monitor.user());
        assertEquals(STRONG_TOO, monitor.password().reveal());
    }

    @Test
    void aMonitorsAccountWithoutAPasswordOrWithTheNameOfARefusedOneIsAProblem() throws IOException {
        file.put("database.monitor.user", "looker");
        SettingsException missing =
                assertThrows(SettingsException.class, () -> reader(write()).readDatabaseForMonitoring());
        assertTrue(
                missing.getMessage().contains("database.monitor.password: is missing")
                        && missing.getMessage().contains("database.monitor.password.file"),
                missing.getMessage());

        file.put("database.monitor.password", STRONG_TOO);
        for (String refused : List.of("turntable_app", "turntable_migration")) {
            file.put("database.monitor.user", refused);
            SettingsException same =
                    assertThrows(SettingsException.class, () -> reader(write()).readDatabaseForMonitoring());
            assertTrue(
                    same.getMessage().contains("which the replica refuses under a fail-over agent"), same.getMessage());
        }
    }

    @Test
    void toStringOfTheSettingsShowsNoSecret() throws IOException {
        String text = read().toString();
        for (String secret : List.of(STRONG, STRONG_TOO, SECRET)) {
            assertFalse(text.contains(secret), text);
        }
    }

    private void problem(String start, String remedy) throws IOException {
        SettingsException refused = assertThrows(SettingsException.class, this::read);
        assertEquals(1, refused.problems().size(), refused.getMessage());
        assertTrue(refused.problems().get(0).startsWith(start), refused.getMessage());
        assertTrue(refused.problems().get(0).contains(remedy), refused.getMessage());
    }

    private Settings read() throws IOException {
        return reader(write()).read();
    }

    private SettingsReader reader(Path path) {
        return new SettingsReader(Optional.of(path), true, environment, () -> "host:0001");
    }

    private Path write() throws IOException {
        String text = file.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("\n"));
        return Files.writeString(folder.resolve("turntable.properties"), text, StandardCharsets.UTF_8);
    }
}
