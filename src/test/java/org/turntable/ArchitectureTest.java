package org.turntable;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the rooms of the house and the arrows between them. A room that is new is entered in {@link #MAY_USE} first. */
class ArchitectureTest {
    private static final String HOUSE = "org.turntable.";
    private static final Set<String> VALUES = Set.of("campaign", "player");

    /** Each room and the rooms that it may name; its own classes and what lies inside it are free. No kind of command names another. */
    private static final Map<String, Set<String>> MAY_USE = new TreeMap<>(Map.ofEntries(
            Map.entry("app", Set.of("web", "console", "ops", "draw", "ledger", "session", "wechat", "award", "showcase", "failover", "campaign", "player", "staff",
                    "rounds", "redis", "mariadb")),
            Map.entry("cli", Set.of("cli.common", "cli.account", "cli.backup", "cli.campaign", "cli.claims", "cli.entry", "cli.failover", "cli.preflight", "cli.push",
                    "cli.reimport", "cli.schema")),
            Map.entry("cli.common", Set.of("app", "entry", "mariadb")),
            Map.entry("cli.account", Set.of("cli.common", "app", "award", "player", "staff", "mariadb")),
            Map.entry("cli.backup", Set.of("cli.common", "app", "backup", "mariadb")),
            Map.entry("cli.campaign", Set.of("cli.common", "app", "award", "showcase", "campaign", "mariadb")),
            Map.entry("cli.claims", Set.of("cli.common", "app", "award", "campaign", "mariadb")),
            Map.entry("cli.entry", Set.of("cli.common", "app", "entry")),
            Map.entry("cli.failover", Set.of("cli.common", "app", "failover", "mariadb")),
            Map.entry("cli.preflight", Set.of("cli.common", "app", "entry", "redis")),
            Map.entry("cli.push", Set.of("cli.common", "app", "push", "mariadb")),
            Map.entry("cli.reimport", Set.of("cli.common", "app", "draw", "award", "reimport", "campaign", "player", "redis", "mariadb")),
            Map.entry("cli.schema", Set.of("cli.common", "app", "mariadb")),
            Map.entry("web", Set.of("draw", "ledger", "session", "wechat", "award", "showcase", "campaign", "player")),
            Map.entry("console", Set.of("web", "ops", "draw", "ledger", "session", "wechat", "award", "campaign", "player", "staff")),
            Map.entry("ops", Set.of("draw", "ledger", "session", "wechat", "award", "failover", "campaign", "player")),
            Map.entry("draw", Set.of("ledger", "campaign", "player")),
            Map.entry("ledger", Set.of("campaign", "player", "rounds")),
            Map.entry("session", VALUES),
            Map.entry("wechat", Set.of("award", "campaign", "player")),
            Map.entry("push", Set.of()),
            Map.entry("entry", Set.of()),
            Map.entry("reimport", Set.of("player")),
            Map.entry("backup", Set.of()),
            Map.entry("award", Set.of("ledger", "campaign", "player", "staff", "rounds")),
            Map.entry("showcase", Set.of("campaign", "player", "rounds")),
            Map.entry("failover", VALUES),
            Map.entry("campaign", Set.of()),
            Map.entry("player", Set.of()),
            Map.entry("staff", Set.of()),
            Map.entry("rounds", Set.of()),
            Map.entry("redis", Set.of("ops", "draw", "ledger", "session", "wechat", "campaign", "player")),
            Map.entry("mariadb", Set.of("draw", "ledger", "push", "award", "showcase", "failover", "reimport", "backup", "campaign", "player", "staff"))));

    private static final Set<String> CLOCKS_AND_DICE = Set.of("java.lang.System.currentTimeMillis", "java.util.Date.<init>", "java.util.Random.<init>",
            "java.security.SecureRandom.<init>", "java.lang.Math.random", "java.util.UUID.randomUUID");

    private static final JavaClasses HOUSE_CLASSES = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.turntable");

    @Test
    void theWholeHouseIsLookedAt() {
        Set<String> rooms = HOUSE_CLASSES.stream().map(ArchitectureTest::roomOf).collect(Collectors.toCollection(TreeSet::new));
        // A room without classes would let the rules below hold of nothing; one without a line in the table above would escape them.
        assertEquals(MAY_USE.keySet(), rooms);
    }

    @Test
    void arrowsPointDownward() {
        classes().should(new ArchCondition<>("name only the rooms that theirs may use") {
            @Override
            public void check(JavaClass from, ConditionEvents events) {
                for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                    JavaClass to = dependency.getTargetClass().getBaseComponentType();
                    if (to.getPackageName().startsWith(HOUSE) && !roomOf(to).equals(roomOf(from)) && !MAY_USE.get(roomOf(from)).contains(roomOf(to))) {
                        events.add(SimpleConditionEvent.violated(from, roomOf(from) + " may not use " + roomOf(to) + ": " + dependency.getDescription()));
                    }
                }
            }
        }).check(HOUSE_CLASSES);
    }

    @Test
    void theTableItselfHasNoCircle() {
        Map<String, Set<String>> left = new TreeMap<>(MAY_USE);
        while (left.values().removeIf(uses -> uses.stream().noneMatch(left::containsKey))) {
            // Each round takes away the rooms that use none of those that are left.
        }
        assertEquals(Map.of(), left);
    }

    @Test
    void noTwoPackagesGoInACircle() {
        slices().matching("org.turntable.(**)").should().beFreeOfCycles().check(HOUSE_CLASSES);
    }

    @Test
    void onlyTheTwoCompositionRootsNameTheAdapters() {
        noClasses().that().resideOutsideOfPackages("org.turntable.app..", "org.turntable.cli..", "org.turntable.redis..", "org.turntable.mariadb..")
                .should().dependOnClassesThat().resideInAnyPackage("org.turntable.redis..", "org.turntable.mariadb..").check(HOUSE_CLASSES);
    }

    @Test
    void campaignPlayerAndStaffArePlainValuesAndRules() {
        noClasses().that().resideInAnyPackage("org.turntable.campaign..", "org.turntable.player..", "org.turntable.staff..").should().dependOnClassesThat()
                .resideInAnyPackage("jakarta..", "java.sql..", "javax.sql..", "redis.clients..", "java.net..", "com.zaxxer..", "org.mariadb..",
                        "com.fasterxml..", "org.slf4j..", "io.prometheus..", "freemarker..").check(HOUSE_CLASSES);
    }

    @Test
    void sqlIsSpokenInOneRoomAndWhereItIsMade() {
        noClasses().that().resideOutsideOfPackages("org.turntable.mariadb..", "org.turntable.app..", "org.turntable.cli..").should().dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "com.zaxxer..", "org.mariadb..", "org.flywaydb..").check(HOUSE_CLASSES);
    }

    @Test
    void redisIsSpokenInOneRoom() {
        noClasses().that().resideOutsideOfPackage("org.turntable.redis..").should().dependOnClassesThat().resideInAPackage("redis.clients..")
                .check(HOUSE_CLASSES);
    }

    @Test
    void servletsStandOnlyWhereRequestsArrive() {
        noClasses().that().resideOutsideOfPackages("org.turntable.web..", "org.turntable.console..", "org.turntable.ops..", "org.turntable.app..",
                "org.turntable.session..").should().dependOnClassesThat().resideInAPackage("jakarta.servlet..").check(HOUSE_CLASSES);
    }

    @Test
    void timeAndChanceComeInThroughConstructors() {
        noClasses().that().resideOutsideOfPackages("org.turntable.app..", "org.turntable.cli..").should(new ArchCondition<>("ask a clock or a dice of their own") {
            @Override
            public void check(JavaClass from, ConditionEvents events) {
                // Accesses and not calls alone: System::currentTimeMillis asks the clock just as well.
                from.getAccessesFromSelf().stream().filter(access -> asksClockOrDice(access.getTargetOwner().getFullName() + "." + access.getName()))
                        .forEach(access -> events.add(SimpleConditionEvent.satisfied(from, access.getDescription())));
            }
        }).check(HOUSE_CLASSES);
    }

    private static boolean asksClockOrDice(String access) {
        return CLOCKS_AND_DICE.contains(access) || access.startsWith("java.time.") && access.endsWith(".now")
                || access.startsWith("java.time.Clock.system");
    }

    @Test
    void theToolAndItsCommandLineStayOutOfTheApplication() {
        noClasses().that().resideOutsideOfPackage("org.turntable.cli..").should().dependOnClassesThat()
                .resideInAnyPackage("picocli..", "org.flywaydb..").check(HOUSE_CLASSES);
    }

    /** Its jar is not in the WAR. */
    @Test
    void dnsIsSpokenInOneRoom() {
        noClasses().that().resideOutsideOfPackage("org.turntable.entry..").should().dependOnClassesThat().resideInAPackage("org.xbill..")
                .check(HOUSE_CLASSES);
    }

    /** The tool's rooms lie one deeper: each kind of command has its own. */
    private static String roomOf(JavaClass type) {
        String[] inside = type.getPackageName().substring(Math.min(HOUSE.length(), type.getPackageName().length())).split("\\.");
        return inside[0].equals("cli") && inside.length > 1 ? "cli." + inside[1] : inside[0];
    }
}
