package org.turntable.promises.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.turntable.web.http.Route;

/** Makes the request of a number: always the same for the same seed, sites and visitors. */
final class Fuzzer {
    static final List<String> METHODS = List.of("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");
    /** Fields of all forms, with values that go past the first checks. */
    private static final Map<String, List<String>> FIELDS = Map.ofEntries(
            Map.entry("number", List.of("1", "2", "3")),
            Map.entry("lang", List.of("en", "zh-CN")),
            Map.entry("return", List.of("/c/" + FuzzIT.SLUG)),
            Map.entry("path", List.of("/c/" + FuzzIT.SLUG)),
            Map.entry("pass", List.of("1.AAAAAAAAAAAAAAAAAAAAAA.9999999999.AAAA")),
            Map.entry("name", List.of("Wang")),
            Map.entry("password", List.of("guess")),
            Map.entry("deed", List.of("pause", "resume")),
            Map.entry("sure", List.of("yes")),
            Map.entry("reason", List.of("why")),
            Map.entry("code", List.of("ABCD-EFGH-JKLM")),
            Map.entry("confirmation", List.of("AAAAAAAAAAAAAAAAAAAAAA")),
            Map.entry("revision", List.of("0", "1")),
            Map.entry("consent", List.of("yes")),
            Map.entry("notice", List.of("1")),
            Map.entry("do", List.of("save")),
            Map.entry("recipient", List.of("王小明")),
            Map.entry("mobile", List.of("13900000000")),
            Map.entry("province", List.of("浙江省")),
            Map.entry("city", List.of("杭州市")),
            Map.entry("district", List.of("西湖区")),
            Map.entry("detail", List.of("一号")),
            Map.entry("kind", List.of("load", "error")),
            Map.entry("message", List.of("failed")),
            Map.entry("on", List.of("campaign")),
            Map.entry("state", List.of("AAAA")),
            Map.entry("url", List.of("/c/" + FuzzIT.SLUG)));

    private static final List<String> NAMES = FIELDS.keySet().stream().sorted().toList();
    private static final List<String> TYPES = List.of(
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded;charset=x-no-such",
            "application/x-www-form-urlencoded; charset=\"",
            "application/x-www-form-urlencoded;charset=UTF-16",
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "text/plain;charset=UTF-8",
            "application/json",
            "application/xml",
            "*/*",
            ";;;");

    private final long seed;
    private final FuzzedSites sites;

    Fuzzer(long seed, FuzzedSites sites) {
        this.seed = seed;
        this.sites = sites;
    }

    /** How many requests ask each route with each method once. */
    int round() {
        return sites.routes().size() * METHODS.size();
    }

    FuzzedRequest request(int number, List<Visitor> visitors) {
        Random random = new Random(seed * 1_000_003 + number);
        random.nextInt();
        Route route =
                sites.routes().get(number / METHODS.size() % sites.routes().size());
        String method = METHODS.get(number % METHODS.size());
        Visitor visitor = visitors.get(random.nextInt(visitors.size()));
        if (route.path().matches("/(?:console|redeem)/sign-out")) {
            // A session that ended would ask nothing of the other routes any more.
            visitor = new Visitor(visitor.name(), visitor.cookies(), "AAAA");
        }
        // No page sends a token in a query, which may be logged.
        Visitor stranger = new Visitor(visitor.name(), visitor.cookies(), "AAAA");
        FuzzedSites.Site site = sites.of(route, random);
        List<String> headers = headers(random, site, visitor);
        String target = path(route.path(), random) + (random.nextInt(3) == 0 ? "?" + fields(random, stranger) : "");
        boolean hasBody = method.equals("POST") || method.equals("PUT") || random.nextInt(8) == 0;
        String body = hasBody ? body(random, visitor, headers) : "";
        boolean chunked = !body.isEmpty() && random.nextInt(6) == 0;
        if (chunked) {
            headers.add("Transfer-Encoding: chunked");
            body = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
        }
        return new FuzzedRequest(
                number,
                site.origin(),
                site.edge(),
                route.path(),
                visitor.name(),
                method,
                target,
                List.copyOf(headers),
                body,
                hasBody && !chunked);
    }

    private static String path(String template, Random random) {
        StringBuilder path = new StringBuilder();
        boolean sound = random.nextInt(3) > 0;
        for (String segment : template.substring(1).split("/", -1)) {
            path.append('/');
            if (!segment.startsWith("{")) {
                path.append(segment);
            } else if (sound || random.nextBoolean()) {
                path.append(segment.equals("{slug}") ? FuzzIT.SLUG : 1 + random.nextInt(3));
            } else {
                path.append(HostileText.segment(random));
            }
        }
        return path.append(random.nextInt(20) == 0 ? HostileText.segment(random) : "")
                .toString();
    }

    private static String fields(Random random, Visitor visitor) {
        List<String> fields = new ArrayList<>();
        for (int left = random.nextInt(NAMES.size()); left > 0; left--) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            List<String> known = FIELDS.get(name);
            fields.add(name + "="
                    + (random.nextInt(3) > 0
                            ? HostileText.encoded(known.get(random.nextInt(known.size())))
                            : HostileText.formValue(random)));
        }
        switch (random.nextInt(8)) {
            case 0 -> {
                // None at all.
            }
            case 1 -> fields.add("csrf=" + HostileText.formValue(random));
            case 2 -> fields.addAll(List.of("csrf=" + HostileText.formValue(random), "csrf=" + visitor.csrf()));
            case 3 -> fields.add(HostileText.formValue(random) + "=" + HostileText.formValue(random));
            default -> fields.add("csrf=" + visitor.csrf());
        }
        return HostileText.latin(String.join("&", fields)).replaceAll("[ #\\x00-\\x1f]", "%20");
    }

    private static String body(Random random, Visitor visitor, List<String> headers) {
        String form = fields(random, visitor);
        switch (random.nextInt(10)) {
            case 0 -> {
                headers.add("Content-Type: multipart/form-data; boundary=fuzz");
                return "--fuzz\r\nContent-Disposition: form-data; name=\"number\"; filename=\"../x\"\r\n\r\n"
                        + HostileText.latin(HostileText.value(random)) + "\r\n--fuzz"
                        + (random.nextBoolean() ? "--\r\n" : "");
            }
            case 1 -> headers.add("Content-Type: " + TYPES.get(random.nextInt(TYPES.size())));
            case 2 -> {
                headers.add("Content-Type: application/json");
                return "{\"number\":\"" + HostileText.latin(HostileText.value(random)) + "\",\"csrf\":[[[";
            }
            case 3 -> {
                return HostileText.latin(HostileText.value(random));
            }
            case 4 -> {
                headers.add("Content-Type: " + HostileText.header(random));
                headers.add("Content-Encoding: gzip");
            }
            default -> headers.add("Content-Type: application/x-www-form-urlencoded");
        }
        return form;
    }

    private static List<String> headers(Random random, FuzzedSites.Site site, Visitor visitor) {
        List<String> headers = new ArrayList<>();
        headers.add("Host: " + (random.nextInt(30) == 0 ? HostileText.header(random) : site.host()));
        headers.add("Accept: " + List.of("text/html", "application/json", "*/*").get(random.nextInt(3)));
        switch (random.nextInt(10)) {
            case 0 -> headers.add("Origin: https://evil.example");
            case 1 -> headers.add("Origin: " + HostileText.header(random));
            case 2 -> headers.add("Referer: " + site.posted() + "/" + HostileText.header(random));
            default -> headers.add("Origin: " + site.posted());
        }
        if (random.nextInt(4) == 0) {
            String strange = HostileText.header(random);
            headers.add(List.of(
                                    "Accept-Language: ",
                                    "User-Agent: MicroMessenger ",
                                    "X-Request-Id: ",
                                    "X-Forwarded-For: ",
                                    "X-Forwarded-Proto: ",
                                    "X-Forwarded-Host: ",
                                    "Range: bytes=",
                                    "If-Modified-Since: ",
                                    "If-None-Match: ",
                                    "Authorization: Bearer ",
                                    "X-HTTP-Method-Override: ",
                                    "X-Original-URL: ",
                                    "Fuzz-")
                            .get(random.nextInt(13))
                    + (random.nextInt(13) == 0 ? ": " : "")
                    + strange);
        }
        cookies(random, visitor, headers);
        return headers;
    }

    private static void cookies(Random random, Visitor visitor, List<String> headers) {
        String broken = HostileText.header(random);
        String cookies = switch (random.nextInt(10)) {
            case 0 -> "JSESSIONID=" + Long.toHexString(random.nextLong()) + "; tt_id=1.AAAA.1.x; tt_lang=" + broken;
            case 1 -> "JSESSIONID=" + broken + "; " + visitor.cookies();
            case 2 -> visitor.cookies() + "; tt_id=" + broken + "; tt_form=" + broken + "; " + broken;
            case 3 -> broken + "=; =; ;;" + visitor.cookies() + "; $Version=1; \"";
            default -> visitor.cookies();
        };
        if (!cookies.isEmpty()) {
            headers.add("Cookie: " + cookies);
        }
    }
}
