package org.turntable.promises.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turntable.mariadb.claim.ClaimTransactions;
import org.turntable.mariadb.claim.MariaDbVerifiers;
import org.turntable.mariadb.pool.MariaDbPools;
import org.turntable.mariadb.staff.MariaDbOperatorAccounts;
import org.turntable.mariadb.staff.MariaDbOperatorFactors;
import org.turntable.staff.EnrolmentToken;
import org.turntable.staff.OperatorFactors.Enrolment;
import org.turntable.staff.PasswordHash;
import org.turntable.staff.Totp;
import org.turntable.testing.browser.Chromium;
import org.turntable.testing.browser.StaffBrowser;
import org.turntable.testing.load.HttpAnswer;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.MariaDbPair;
import org.turntable.testing.stack.OpsTool;
import org.turntable.testing.stack.Ports;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SharedEdgeCluster;
import redis.clients.jedis.Jedis;

/** The sign-in of operators and verifiers on two nodes that require the second factor, and who cannot prevent it. */
class SecondFactorIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String PASSWORD = "k7mn-2wxa-pq3r-z9ty";
    private static final PasswordHash HASH = PasswordHash.of(PASSWORD, new SecureRandom());
    private static final String SIGN_IN = "/console/sign-in";
    private static final String CODE = "/console/sign-in/code";
    private static final String SET_UP = "/console/set-up";

    private static final List<TomcatNode> NODES = new ArrayList<>();
    private static Cluster cluster;
    private static HikariDataSource pool;
    private static MariaDbOperatorAccounts accounts;
    private static MariaDbOperatorFactors factors;

    private final String name = "operator.f" + NUMBER.incrementAndGet();
    private byte[] secret;

    @BeforeAll
    static void start() throws IOException {
        cluster = SharedEdgeCluster.whole();
        Path folder = Files.createDirectories(cluster.folder().resolve("second-factor"));
        for (int number = 1; number <= 2; number++) {
            int port = Ports.free();
            Map<String, String> settings = new HashMap<>(cluster.settings());
            settings.keySet()
                    .removeIf(key -> key.startsWith("database.migration.")
                            || key.startsWith("database.monitor.")
                            || key.equals("manager.password"));
            settings.put("entry.origins", "http://localhost:" + port);
            settings.put("console.origin", "http://127.0.0.1:" + port);
            settings.put("console.second-factor", "required");
            settings.put("console.idle", "5");
            NODES.add(new TomcatNode("factor-" + number, folder)
                    .heap("256m")
                    .with(settings)
                    .onPort(port)
                    .start());
        }
        pool = MariaDbPools.forTool(new MariaDbPools.Access(
                List.of(cluster.pair().hosts().split(",")),
                MariaDbPair.DATABASE,
                MariaDbPair.APPLICATION_USER,
                cluster.pair().applicationPassword()));
        accounts = new MariaDbOperatorAccounts(pool);
        factors = new MariaDbOperatorFactors(pool);
    }

    @AfterAll
    static void end() {
        NODES.forEach(TomcatNode::close);
        NODES.clear();
        if (pool != null) {
            pool.close();
        }
    }

    @Test
    void anOperatorSetsUpAFactorWithATokenAndThePasswordAloneIsNotEnough() throws Exception {
        accounts.add(name, HASH, "test", Instant.now());
        StaffBrowser li = new StaffBrowser(NODES.get(0), "192.0.2.1");
        assertEquals(SET_UP, li.signIn(SIGN_IN, name, PASSWORD).location());
        assertEquals(303, li.get("/console").status(), "the password alone opens nothing");
        assertEquals(SIGN_IN, li.get("/console").location());
        li.get(SET_UP);
        assertEquals(403, li.post(SET_UP, "token", "no-such-token").status());
        assertEquals(403, li.post(SET_UP, "code", "123456").status(), "nothing is shown, so nothing is accepted");
        List<String> recovery = setUp(li);
        assertEquals(10, recovery.size());
        assertEquals(200, li.get("/console").status());
        assertEquals("/console", li.get(SET_UP).location(), "a factor is not replaced by who is signed in");
        StaffBrowser other = new StaffBrowser(NODES.get(1), "192.0.2.1");
        assertEquals(CODE, other.signIn(SIGN_IN, name, PASSWORD).location());
        assertEquals(SIGN_IN, other.get("/console").location());
        other.get(CODE);
        HttpAnswer wrong = other.post(CODE, "code", "000000");
        assertEquals(403, wrong.status());
        assertTrue(wrong.body().contains("This code is not right"), wrong.body());
        assertEquals("/console", other.post(CODE, "code", recovery.get(0)).location());
        assertEquals(200, other.get("/console").status());
        other.post("/console/sign-out");
        other.signIn(SIGN_IN, name, PASSWORD);
        other.get(CODE);
        assertEquals(403, other.post(CODE, "code", recovery.get(0)).status(), "a recovery code is good once");
        assertEquals("/console", other.post(CODE, "code", nextCode()).location());
    }

    @Test
    void aCodeIsGoodOnceOnAllNodes() throws Exception {
        withFactor();
        StaffBrowser li = new StaffBrowser(NODES.get(0), "192.0.2.2");
        StaffBrowser thief = new StaffBrowser(NODES.get(1), "192.0.2.3");
        li.signIn(SIGN_IN, name, PASSWORD);
        thief.signIn(SIGN_IN, name, PASSWORD);
        li.get(CODE);
        thief.get(CODE);
        String code = nextCode();
        assertEquals("/console", li.post(CODE, "code", code).location());
        assertEquals(403, thief.post(CODE, "code", code).status());
        assertEquals(SIGN_IN, thief.get("/console").location());
    }

    @Test
    void strangersDoNotKeepAnOperatorOut() throws Exception {
        StaffBrowser phone = withFactor();
        phone.post("/console/sign-out");
        String refusal = "";
        for (int guess = 0; guess < 70; guess++) {
            // From 14 addresses, the phone's among them.
            HttpAnswer answer = new StaffBrowser(NODES.get(guess % 2), "192.0.2." + guess % 14)
                    .signIn(SIGN_IN, name, "guess " + guess);
            assertEquals(403, answer.status());
            refusal = withoutTokens(answer.body());
        }
        StaffBrowser sameAddress = new StaffBrowser(NODES.get(0), "192.0.2.1");
        HttpAnswer locked = sameAddress.signIn(SIGN_IN, name, PASSWORD);
        assertEquals(403, locked.status(), "an unknown device from an attacker's address waits");
        assertEquals(refusal, withoutTokens(locked.body()), "and is not told why");
        assertEquals(
                refusal,
                withoutTokens(
                        sameAddress.signIn(SIGN_IN, "nobody.at.all", "guess").body()));
        assertEquals(CODE, phone.signIn(SIGN_IN, name, PASSWORD).location(), "the known device, from the same address");
        phone.get(CODE);
        assertEquals("/console", phone.post(CODE, "code", nextCode()).location());
        StaffBrowser fresh = new StaffBrowser(NODES.get(1), "198.51.100.9");
        assertEquals(CODE, fresh.signIn(SIGN_IN, name, PASSWORD).location(), "a new device from an address of its own");
        fresh.get(CODE);
        assertEquals("/console", fresh.post(CODE, "code", nextCode()).location());
        assertEquals(200, fresh.get("/console").status());
    }

    @Test
    void strangersDoNotKeepAVerifierOut() throws Exception {
        verifiers().add(name, "湖滨店", HASH, "test");
        StaffBrowser till = new StaffBrowser(cluster.node(0), "192.0.2.1");
        assertEquals("/redeem", till.signIn("/redeem/sign-in", name, PASSWORD).location());
        till.get("/redeem");
        till.post("/redeem/sign-out");
        for (int guess = 0; guess < 70; guess++) {
            HttpAnswer answer = new StaffBrowser(cluster.node(guess % 2), "192.0.2." + guess % 14)
                    .signIn("/redeem/sign-in", name, "guess " + guess);
            assertTrue(List.of(403, 429, 503).contains(answer.status()), () -> answer.status() + answer.body());
        }
        assertEquals("/redeem", till.signIn("/redeem/sign-in", name, PASSWORD).location());
    }

    @Test
    void aSessionEndsWithEveryChangeOfItsAccount() throws Exception {
        StaffBrowser li = withFactor();
        assertEquals(200, li.get("/console").status());
        String said = OpsTool.run(
                cluster.settingsFile(), "operator", "factor-reset", name, "--by", "Wang", "--reason", "a lost phone");
        assertTrue(said.contains("One-time token"), said);
        assertEquals(SIGN_IN, li.get("/console").location(), "the factor was reset");
        assertEquals(SET_UP, li.signIn(SIGN_IN, name, PASSWORD).location());
        li.get(SET_UP);
        assertEquals(
                SET_UP,
                li.post(SET_UP, "token", said.replaceAll("(?s).*factor: (\\S+) ;.*", "$1"))
                        .location());
        secret = keyOn(li.get(SET_UP));
        assertEquals(200, li.post(SET_UP, "code", nextCode()).status());
        assertEquals(200, li.get("/console").status());
        accounts.reset(name, HASH, "test", Instant.now());
        assertEquals(SIGN_IN, li.get("/console").location(), "the password was changed");
        assertEquals(CODE, li.signIn(SIGN_IN, name, PASSWORD).location(), "the factor stayed");
        li.get(CODE);
        assertEquals("/console", li.post(CODE, "code", nextCode()).location());
        accounts.enable(name, false, "test", Instant.now());
        assertEquals(SIGN_IN, li.at(NODES.get(1)).get("/console").location(), "the account was disabled");
        assertEquals(
                "factor-reset Wang a lost phone",
                cluster.pair()
                        .primary()
                        .ask("SELECT CONCAT(what, ' ', by_whom, ' ', reason) FROM turntable.operator_change "
                                + "WHERE what = 'factor-reset' AND operator = '" + name + "'"));
    }

    @Test
    void aSessionOfAnEarlierWarAndOneAtRestAreNotAccepted() throws Exception {
        StaffBrowser li = withFactor();
        assertEquals(200, li.get("/console").status());
        // An earlier WAR writes all but the version.
        changeSession(li, "operator.version", null);
        assertEquals(SIGN_IN, li.get("/console").location());
        li = signedInAgain(li);
        long now = System.currentTimeMillis();
        changeSession(li, "operator.seen", now - Duration.ofMinutes(4).toMillis());
        assertEquals(200, li.get("/console?auto=1").status(), "a page that reloads by itself");
        assertEquals(200, li.get("/console").status());
        changeSession(li, "operator.seen", now - Duration.ofMinutes(5).toMillis());
        assertEquals(SIGN_IN, li.get("/console?auto=1").location());
    }

    @Test
    void withoutTheRedisForSessionsNobodySignsInAndThePageSaysSo() throws Exception {
        withFactor();
        cluster.sessions().suspend();
        try {
            StaffBrowser li = new StaffBrowser(NODES.get(0), "192.0.2.77");
            HttpAnswer answer = li.signIn(SIGN_IN, name, PASSWORD);
            assertEquals(503, answer.status(), answer.body());
            assertTrue(answer.body().contains("Sign-in is closed for a moment"), answer.body());
        } finally {
            cluster.sessions().resume();
        }
        Await.until(
                "the sign-in is open again",
                LIMIT,
                () -> CODE.equals(new StaffBrowser(NODES.get(0), "192.0.2.78")
                        .signIn(SIGN_IN, name, PASSWORD)
                        .location()));
        SharedEdgeCluster.whole();
    }

    @Test
    void theStepsFitAPhoneAndADeskInBothLanguages() throws Exception {
        for (int width : List.of(360, 1280)) {
            for (String language : List.of("zh-CN", "en")) {
                String who = name + "." + language.toLowerCase() + width;
                accounts.add(who, HASH, "test", Instant.now());
                String token = enrol(who);
                try (Chromium browser = Chromium.start()) {
                    Chromium.Phone phone = browser.phone(width, 800);
                    String at = "-" + width + "-" + language;
                    phone.open(NODES.get(0).baseUrl() + SIGN_IN + "?lang=" + language);
                    fill(phone, "name", who);
                    fill(phone, "password", PASSWORD);
                    next(phone, "document.getElementById('token')");
                    seen(phone, "factor-token" + at);
                    fill(phone, "token", token);
                    next(phone, "document.querySelector('svg.qr')");
                    seen(phone, "factor-qr" + at);
                    secret = base32(phone.text("document.querySelector('.key').textContent"));
                    fill(phone, "code", "000000");
                    next(phone, "document.querySelector('.refusal')");
                    seen(phone, "factor-qr-refused" + at);
                    fill(phone, "code", nextCode());
                    next(phone, "document.querySelector('.codes')");
                    seen(phone, "factor-recovery" + at);
                    phone.tap("main a.go");
                    there(phone, "document.querySelector('footer')");
                    phone.tap("header button.quiet");
                    there(phone, "document.getElementById('password')");
                    fill(phone, "name", who);
                    fill(phone, "password", PASSWORD);
                    next(phone, "document.getElementById('code')");
                    seen(phone, "factor-code" + at);
                    fill(phone, "code", nextCode());
                    next(phone, "document.querySelector('footer')");
                }
            }
        }
    }

    private static void fill(Chromium.Phone phone, String field, String value) throws Exception {
        phone.text("document.getElementById('" + field + "').value = '" + value + "'; 0");
    }

    private static void next(Chromium.Phone phone, String sign) throws Exception {
        phone.tap("main button.go");
        there(phone, sign);
    }

    private static void there(Chromium.Phone phone, String sign) {
        Await.until(sign, LIMIT, () -> phone.is("document.readyState === 'complete' && " + sign + " !== null"));
    }

    private static void seen(Chromium.Phone phone, String picture) throws Exception {
        phone.pictureOfAll(picture);
        phone.assertFits();
    }

    private StaffBrowser withFactor() throws Exception {
        accounts.add(name, HASH, "test", Instant.now());
        StaffBrowser browser = new StaffBrowser(NODES.get(0), "192.0.2.1");
        browser.signIn(SIGN_IN, name, PASSWORD);
        setUp(browser);
        return browser;
    }

    private StaffBrowser signedInAgain(StaffBrowser browser) throws Exception {
        browser.signIn(SIGN_IN, name, PASSWORD);
        browser.get(CODE);
        assertEquals("/console", browser.post(CODE, "code", nextCode()).location());
        return browser;
    }

    private static String enrol(String operator) throws Exception {
        String token = EnrolmentToken.make(new SecureRandom());
        factors.enrol(
                operator,
                new Enrolment(EnrolmentToken.hash(token), Instant.now().plusSeconds(600)),
                "test",
                Instant.now());
        return token;
    }

    /** The recovery codes. */
    private List<String> setUp(StaffBrowser browser) throws Exception {
        browser.get(SET_UP);
        assertEquals(SET_UP, browser.post(SET_UP, "token", enrol(name)).location());
        secret = keyOn(browser.get(SET_UP));
        HttpAnswer done = browser.post(SET_UP, "code", nextCode());
        assertEquals(200, done.status(), done.body());
        assertFalse(done.body().contains(Totp.key(secret)), "the secret is not shown again");
        return Pattern.compile("<li>([a-z0-9-]{14})</li>")
                .matcher(done.body())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static byte[] keyOn(HttpAnswer page) {
        Matcher key = Pattern.compile("class=\"key\">([A-Z2-7 ]+)<").matcher(page.body());
        assertTrue(key.find(), page.body());
        return base32(key.group(1));
    }

    private static byte[] base32(String key) {
        BigInteger number = BigInteger.ZERO;
        for (char letter : key.replace(" ", "").toCharArray()) {
            number = number.shiftLeft(5).or(BigInteger.valueOf("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter)));
        }
        byte[] bytes = new byte[20];
        for (int at = bytes.length - 1; at >= 0; at--) {
            bytes[at] = number.byteValue();
            number = number.shiftRight(Byte.SIZE);
        }
        return bytes;
    }

    /** A code that was not used before: the step is set back in the database, so that nobody has to wait for it. */
    private String nextCode() {
        cluster.pair()
                .primary()
                .execute("UPDATE turntable.operator SET factor_step = 0 WHERE name LIKE '" + name + "%'");
        return Totp.code(secret, Totp.step(Instant.now()));
    }

    private static void changeSession(StaffBrowser browser, String attribute, Long value) throws Exception {
        String id = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(MessageDigest.getInstance("SHA-256")
                        .digest(browser.cookie("JSESSIONID").getBytes(StandardCharsets.US_ASCII)));
        byte[] key = ("tt:session:" + id).getBytes(StandardCharsets.US_ASCII);
        byte[] field = ("@" + attribute).getBytes(StandardCharsets.US_ASCII);
        try (Jedis redis = new Jedis(URI.create(cluster.sessions().url()))) {
            assertTrue(redis.exists(key), "the session is there");
            if (value == null) {
                redis.hdel(key, field);
            } else {
                redis.hset(key, field, ("\u0001L" + value).getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private static MariaDbVerifiers verifiers() {
        return new MariaDbVerifiers(new ClaimTransactions(pool, () -> true, 1));
    }

    private static String withoutTokens(String page) {
        return page.replaceAll("value=\"[^\"]*\"", "");
    }
}
