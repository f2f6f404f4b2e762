package org.turntable.mariadb.sql;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.sql.Connection;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** No statement without a line in {@link StatementBudget}: neither past {@link SqlStatement} nor by sharing a line. */
class StatementsTest {
    /** Whoever asks the database and needs no budget, with the reason. */
    private static final Set<String> PAST_THE_LIST = Set.of(
            // Prepares statements to see whether the account may, and runs none of them.
            "org.turntable.mariadb.schema.PrivilegeCheck",
            // Compares clocks; reads no table.
            "org.turntable.tool.command.preflight.HostClock",
            // Changes a table; what it is told comes from the list of expected indexes.
            "org.turntable.tool.mariadb.schema.IndexBuild",
            "org.turntable.tool.mariadb.schema.IndexBuild$1",
            // A trial restore reads every table of a copy.
            "org.turntable.tool.mariadb.backup.RestoredDatabase",
            // The fail-over agent asks and orders servers; it reads no table.
            "org.turntable.tool.mariadb.failover.MariaDbMember",
            "org.turntable.tool.mariadb.failover.MemberStatusReader",
            "org.turntable.tool.mariadb.failover.AgentLock");

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.turntable");

    @Test
    void statementsAreCreatedBySqlStatementOnly() {
        classes()
                .that()
                .doNotHaveFullyQualifiedName(SqlStatement.class.getName())
                .should(new ArchCondition<>("have their statements made by Sql") {
                    @Override
                    public void check(JavaClass from, ConditionEvents events) {
                        if (!PAST_THE_LIST.contains(from.getName())) {
                            from.getMethodCallsFromSelf().stream()
                                    .filter(StatementsTest::makesAStatement)
                                    .forEach(call -> events.add(SimpleConditionEvent.violated(
                                            from,
                                            call.getDescription()
                                                    + ": declare the statement as a Sql with a line in Budget")));
                        }
                    }
                })
                .check(HOUSE);
    }

    private static boolean makesAStatement(JavaMethodCall call) {
        boolean textGiven = !call.getTarget().getRawParameterTypes().isEmpty()
                && call.getTarget().getRawParameterTypes().get(0).isEquivalentTo(String.class);
        return call.getTargetOwner().isAssignableTo(Connection.class)
                        && Set.of("prepareStatement", "prepareCall", "createStatement")
                                .contains(call.getName())
                || call.getTargetOwner().isAssignableTo(Statement.class)
                        && textGiven
                        && (call.getName().startsWith("execute")
                                || call.getName().equals("addBatch"));
    }

    @Test
    void statementsAreConstants() {
        noClasses()
                .should(new ArchCondition<>("make a statement anywhere but in a static field") {
                    @Override
                    public void check(JavaClass from, ConditionEvents events) {
                        from.getConstructorCallsFromSelf().stream()
                                .filter(call -> call.getTargetOwner().isEquivalentTo(SqlStatement.class)
                                        && !call.getOrigin().getName().equals("<clinit>"))
                                .forEach(call ->
                                        events.add(SimpleConditionEvent.satisfied(from, call.getDescription())));
                    }
                })
                .check(HOUSE);
    }

    @Test
    void eachBudgetBelongsToOneStatement() {
        List<StatementBudget> declared =
                Statements.all().stream().map(SqlStatement::budget).toList();
        Set<StatementBudget> unused = EnumSet.allOf(StatementBudget.class);
        declared.forEach(unused::remove);
        assertEquals(Set.of(), unused, "lines that no statement has");
        Set<StatementBudget> shared = declared.stream()
                .filter(budget -> declared.indexOf(budget) != declared.lastIndexOf(budget))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), shared, "lines that several statements have");
    }

    @Test
    void aPartInBracesIsRepeatedForEachKey() {
        SqlStatement sql = new SqlStatement(
                StatementBudget.COUPON_CODE, "SELECT 1 FROM t WHERE a IN ({?}) AND ({(b = ? AND c = ?)| OR })");
        assertEquals("/* coupon-code */ SELECT 1 FROM t WHERE a IN (?) AND ((b = ? AND c = ?))", sql.text(1));
        assertEquals(
                "/* coupon-code */ SELECT 1 FROM t WHERE a IN (?, ?) AND ((b = ? AND c = ?) OR (b = ? AND c = ?))",
                sql.text(2));
        assertThrows(IllegalArgumentException.class, () -> sql.text(0));
    }
}
