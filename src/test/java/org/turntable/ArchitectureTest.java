package org.turntable;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.turntable.testing.stack.ProjectFiles;

/**
 * Checks the dependencies between the modules of the sources. A new module or dependency has to be added to
 * {@link #USES}.
 */
class ArchitectureTest {
    private static final String ROOT = "org.turntable.";

    /**
     * Each module and the modules that its classes use, from the composition roots down. A module is a package of
     * {@code org.turntable} with its subpackages; {@code web} and {@code tool} are divided one level deeper. The table
     * is exact: a dependency that is missing here is an error, and so is one that no class has any more.
     */
    private static final Map<String, Set<String>> USES = table("""
            node -> console health web.warmup web.draw web.claim web.verifier web.telemetry web.line web.signin \
                web.campaign web.http web.page redis mariadb draw ledger claim showcase session signal wechat \
                campaign player staff config concurrent outage
            tool -> tool.command
            tool.command -> tool.mariadb tool.redis tool.backup tool.failover tool.line tool.push tool.redpacket \
                tool.reimport tool.showcase redis mariadb draw claim showcase signal campaign player staff config outage
            tool.mariadb -> tool.backup tool.failover tool.push tool.redpacket tool.reimport tool.showcase mariadb \
                claim showcase campaign player outage
            tool.redis -> redis
            tool.backup ->
            tool.failover -> concurrent
            tool.line ->
            tool.push -> outage
            tool.redpacket -> claim player outage
            tool.reimport -> player outage
            tool.showcase -> showcase campaign outage
            console -> health web.http web.request web.page draw ledger campaign staff outage
            health -> draw outage
            web.warmup -> web.draw web.claim web.verifier web.telemetry web.line web.signin web.campaign web.page \
                claim showcase campaign
            web.draw -> web.telemetry web.line web.signin web.campaign web.http web.page draw showcase signal \
                campaign player outage
            web.claim -> web.draw web.signin web.campaign web.http web.page draw claim campaign player outage
            web.verifier -> web.signin web.http web.request web.page claim campaign staff outage
            web.telemetry -> web.signin web.http web.page
            web.line -> web.signin web.http web.request player
            web.signin -> web.campaign web.http web.request web.page wechat campaign player concurrent outage
            web.campaign -> web.http web.page draw showcase campaign player concurrent
            web.http -> web.request web.page concurrent outage
            web.request ->
            web.page -> showcase config
            redis -> health draw ledger session wechat campaign player staff concurrent config outage
            mariadb -> health draw ledger claim showcase signal campaign player staff config concurrent outage
            draw -> ledger campaign player concurrent outage
            ledger -> player concurrent outage
            claim -> campaign player staff concurrent outage
            showcase -> campaign player concurrent outage
            session -> outage
            signal -> player concurrent outage
            wechat -> claim concurrent outage
            campaign -> outage
            player -> outage
            staff -> player concurrent outage
            config ->
            concurrent ->
            outage ->
            """);

    private static final Set<String> DIVIDED = Set.of("web", "tool");

    private static final Set<String> CLOCKS_AND_RANDOM_SOURCES = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.util.Date.<init>",
            "java.util.Random.<init>",
            "java.security.SecureRandom.<init>",
            "java.lang.Math.random",
            "java.util.UUID.randomUUID");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.turntable");

    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("org.turntable");

    @Test
    void testSupportDependsOnNoTest() {
        noClasses()
                .that()
                .resideInAPackage("org.turntable.testing..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are tests",
                        type -> TESTS.contain(type.getName())
                                && !type.getPackageName().startsWith("org.turntable.testing")))
                .check(TESTS);
    }

    @Test
    void everyModuleUsesExactlyTheModulesInTheTable() {
        Map<String, Set<String>> found = new TreeMap<>();
        for (JavaClass from : CLASSES) {
            Set<String> uses = found.computeIfAbsent(moduleOf(from), module -> new TreeSet<>());
            for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                JavaClass to = dependency.getTargetClass().getBaseComponentType();
                if (to.getPackageName().startsWith(ROOT) && !moduleOf(to).equals(moduleOf(from))) {
                    uses.add(moduleOf(to));
                }
            }
        }
        assertEquals(lines(USES), lines(found));
    }

    @Test
    void theTableHasNoCycle() {
        Map<String, Set<String>> left = new TreeMap<>(USES);
        while (left.values().removeIf(uses -> uses.stream().noneMatch(left::containsKey))) {
            // Each pass removes the modules that use none of the remaining ones.
        }
        assertEquals(Map.of(), left);
    }

    @Test
    void noClassOfTheNodeUsesTheTool() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.turntable.tool..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.turntable.tool..")
                .check(CLASSES);
    }

    @Test
    void noCommandPackageUsesAnother() {
        slices().matching("org.turntable.tool.command.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(alwaysTrue(), resideInAPackage("org.turntable.tool.command.common.."))
                .check(CLASSES);
    }

    @Test
    void noPackageHasMoreThan25Files() throws IOException {
        Path sources = ProjectFiles.file("src/main/java");
        Map<String, Integer> crowded = new TreeMap<>();
        try (Stream<Path> folders = Files.walk(sources).filter(Files::isDirectory)) {
            for (Path folder : folders.toList()) {
                try (Stream<Path> files = Files.list(folder).filter(Files::isRegularFile)) {
                    crowded.put(sources.relativize(folder).toString(), (int) files.count());
                }
            }
        }
        assertTrue(crowded.values().stream().anyMatch(count -> count > 10), "no sources were found");
        crowded.values().removeIf(count -> count <= 25);
        assertEquals(Map.of(), crowded);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.turntable.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheTwoCompositionRootsUseTheAdapters() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.turntable.node..",
                        "org.turntable.tool.command..",
                        "org.turntable.tool.mariadb..",
                        "org.turntable.tool.redis..",
                        "org.turntable.redis..",
                        "org.turntable.mariadb..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.turntable.redis..", "org.turntable.mariadb..")
                .check(CLASSES);
    }

    @Test
    void campaignPlayerAndStaffArePlainValuesAndRules() {
        noClasses()
                .that()
                .resideInAnyPackage("org.turntable.campaign..", "org.turntable.player..", "org.turntable.staff..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta..",
                        "java.sql..",
                        "javax.sql..",
                        "redis.clients..",
                        "java.net..",
                        "com.zaxxer..",
                        "org.mariadb..",
                        "com.fasterxml..",
                        "org.slf4j..",
                        "io.prometheus..",
                        "freemarker..")
                .check(CLASSES);
    }

    @Test
    void sqlIsUsedOnlyInAdaptersAndCompositionRoots() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.turntable.mariadb..",
                        "org.turntable.node..",
                        "org.turntable.tool.mariadb..",
                        "org.turntable.tool.command..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "com.zaxxer..", "org.mariadb..", "org.flywaydb..")
                .check(CLASSES);
    }

    @Test
    void theRedisClientIsUsedOnlyInItsAdapters() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.turntable.redis..", "org.turntable.tool.redis..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("redis.clients..")
                .check(CLASSES);
    }

    @Test
    void servletTypesAreUsedOnlyWhereRequestsAreHandled() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.turntable.web..",
                        "org.turntable.console..",
                        "org.turntable.health..",
                        "org.turntable.node..",
                        "org.turntable.session..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.servlet..")
                .check(CLASSES);
    }

    @Test
    void clocksAndRandomSourcesAreInjected() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.turntable.node..", "org.turntable.config..", "org.turntable.tool.command..")
                .should(new ArchCondition<>("use a clock or a random source directly") {
                    @Override
                    public void check(JavaClass from, ConditionEvents events) {
                        // Accesses, not only calls: a method reference such as System::currentTimeMillis counts too.
                        from.getAccessesFromSelf().stream()
                                .filter(access -> isClockOrRandomSource(
                                        access.getTargetOwner().getFullName() + "." + access.getName()))
                                .forEach(access ->
                                        events.add(SimpleConditionEvent.satisfied(from, access.getDescription())));
                    }
                })
                .check(CLASSES);
    }

    private static boolean isClockOrRandomSource(String access) {
        return CLOCKS_AND_RANDOM_SOURCES.contains(access)
                || access.startsWith("java.time.") && access.endsWith(".now")
                || access.startsWith("java.time.Clock.system");
    }

    @Test
    void librariesOfTheToolAreNotUsedByTheApplication() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.turntable.tool", "org.turntable.tool.command..", "org.turntable.tool.mariadb.schema")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "org.flywaydb..")
                .check(CLASSES);
    }

    /** The jar of the library is not in the WAR. */
    @Test
    void theDnsLibraryIsUsedOnlyForEntryLines() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.turntable.tool.line..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.xbill..")
                .check(CLASSES);
    }

    private static Map<String, Set<String>> table(String text) {
        Map<String, Set<String>> table = new TreeMap<>();
        text.lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.split(" ->", 2))
                .forEach(row -> {
                    Set<String> uses = new TreeSet<>(List.of(row[1].trim().split(" +")));
                    uses.remove("");
                    table.put(row[0].trim(), uses);
                });
        return table;
    }

    private static String lines(Map<String, Set<String>> table) {
        return table.entrySet().stream().map(Object::toString).collect(Collectors.joining("\n"));
    }

    private static String moduleOf(JavaClass type) {
        String[] inside = type.getPackageName()
                .substring(Math.min(ROOT.length(), type.getPackageName().length()))
                .split("\\.");
        return DIVIDED.contains(inside[0]) && inside.length > 1 ? inside[0] + "." + inside[1] : inside[0];
    }
}
