package org.turntable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turntable.testing.stack.ProjectFiles;
import org.turntable.testing.stack.TomcatDistribution;

/** What the two files that are deployed carry: the WAR nothing of the tool, the tool no page, and each all it needs. */
class BuiltFilesIT {
    private static final String OURS = "org.turntable.";
    private static final String IN_WAR = "WEB-INF/classes/";
    private static final List<String> LIBRARIES_OF_THE_TOOL = List.of("flyway-", "picocli-", "dnsjava-");
    private static final List<String> ONLY_IN_THE_WAR =
            List.of("org/turntable/node/", "org/turntable/web/", "org/turntable/console/", "freemarker/", "i18n/");

    @TempDir
    private Path folder;

    @Test
    void theWarCarriesNoClassAndNoLibraryOfTheTool() throws IOException {
        Set<String> entries = entries(TomcatDistribution.war());
        assertTrue(entries.contains(IN_WAR + "org/turntable/node/TurntableListener.class"), "no node in the WAR");
        assertEquals(Set.of(), matching(entries, name -> name.startsWith(IN_WAR + "org/turntable/tool/")));
        assertEquals(
                Set.of(),
                matching(
                        entries,
                        name -> LIBRARIES_OF_THE_TOOL.stream().anyMatch(jar -> name.startsWith("WEB-INF/lib/" + jar))));
        assertEquals(
                Set.of(),
                matching(entries, name -> name.endsWith(".sql")),
                "migrations are the tool's: no node changes tables");
    }

    @Test
    void theToolCarriesNoPageAndNoServlet() throws IOException {
        Set<String> entries = entries(tool());
        assertTrue(entries.contains("org/turntable/tool/TurntableOps.class"), "no tool in the jar");
        assertEquals(
                Set.of(), matching(entries, name -> ONLY_IN_THE_WAR.stream().anyMatch(name::startsWith)));
        assertEquals(Set.of(), matching(entries, name -> name.endsWith(".ftlh")));
    }

    @Test
    void everyClassInTheWarFindsTheClassesThatItNames() throws IOException {
        JavaClasses node = classes(TomcatDistribution.war(), IN_WAR);
        assertEquals(Set.of(), missing(node, type -> true));
    }

    @Test
    void everyClassThatTheToolReachesIsInItsJar() throws IOException {
        JavaClasses tool = classes(tool(), "");
        assertEquals(Set.of(), missing(tool, type -> type.getName().startsWith(OURS + "tool.")));
    }

    private static Path tool() {
        return ProjectFiles.file("target/turntable-ops.jar");
    }

    /** Classes of ours that are named by one that is reached from the roots, and are not in the file. */
    private static Set<String> missing(JavaClasses all, Predicate<JavaClass> roots) {
        Set<String> there = new HashSet<>();
        all.forEach(type -> there.add(type.getName()));
        Deque<JavaClass> waiting = new ArrayDeque<>(all.stream().filter(roots).toList());
        assertTrue(waiting.size() > 100, "only " + waiting.size() + " classes were found");
        Set<JavaClass> reached = new HashSet<>(waiting);
        Set<String> missing = new TreeSet<>();
        while (!waiting.isEmpty()) {
            for (Dependency dependency : waiting.pop().getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (!target.getName().startsWith(OURS)) {
                    continue;
                }
                if (!there.contains(target.getName())) {
                    missing.add(target.getName());
                } else if (reached.add(target)) {
                    waiting.add(target);
                }
            }
        }
        return missing;
    }

    private JavaClasses classes(Path archive, String root) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (entry.getName().startsWith(root + "org/turntable/")
                        && entry.getName().endsWith(".class")) {
                    Path file = folder.resolve(entry.getName().substring(root.length()));
                    Files.createDirectories(file.getParent());
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.copy(in, file);
                    }
                }
            }
        }
        return new ClassFileImporter().importPath(folder);
    }

    private static Set<String> entries(Path archive) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            Set<String> names = new TreeSet<>();
            zip.stream().map(ZipEntry::getName).forEach(names::add);
            return names;
        }
    }

    private static Set<String> matching(Set<String> names, Predicate<String> wanted) {
        Set<String> found = new TreeSet<>(names);
        found.removeIf(wanted.negate());
        return found;
    }
}
