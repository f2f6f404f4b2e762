package org.turntable.mariadb.sql;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/** Every statement that the application's classes declare, found by looking at their fields. */
public final class Statements {
    private static final int MOST_KEYS = 2_000;
    private static final List<SqlStatement> ALL = find();

    private Statements() {}

    static List<SqlStatement> all() {
        return ALL;
    }

    /** Whose text that is; null for a text that no declared statement has. */
    public static StatementBudget budgetOf(String text) {
        SqlStatement sql = statementOf(text);
        return sql == null || keysOf(text) < 1 ? null : sql.budget();
    }

    /** For how many keys that text was prepared; 0 when it is not a declared statement's. */
    public static int keysOf(String text) {
        SqlStatement sql = statementOf(text);
        for (int keys = 1; sql != null && keys <= MOST_KEYS; keys++) {
            String wanted = sql.text(keys);
            if (wanted.equals(text)) {
                return keys;
            }
            if (wanted.length() > text.length()) {
                return 0;
            }
        }
        return 0;
    }

    private static SqlStatement statementOf(String text) {
        return ALL.stream()
                .filter(sql -> text.startsWith("/* " + sql.budget().word() + " */"))
                .findFirst()
                .orElse(null);
    }

    private static List<SqlStatement> find() {
        List<SqlStatement> found = new ArrayList<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.turntable")) {
            if (type.getFields().stream().noneMatch(field -> field.getRawType().isEquivalentTo(SqlStatement.class))) {
                continue;
            }
            try {
                for (Field field : Class.forName(type.getName()).getDeclaredFields()) {
                    if (field.getType() == SqlStatement.class && Modifier.isStatic(field.getModifiers())) {
                        field.setAccessible(true);
                        found.add((SqlStatement) field.get(null));
                    }
                }
            } catch (ReflectiveOperationException broken) {
                throw new IllegalStateException(broken);
            }
        }
        return found;
    }
}
