package org.turntable.cli.common;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.turntable.entry.Finding;

/** Findings as short lines for a telephone's screen, and as JSON. */
public final class FindingText {
    private FindingText() {
    }

    /** Prints a line for each finding, and below it the mend of what is not well. */
    public static void print(PrintWriter out, List<Finding> findings) {
        for (Finding finding : findings) {
            out.printf("  %-7s %s%n", finding.grade().word(), finding.what());
            if (!finding.mend().isEmpty()) {
                out.printf("          %s%n", finding.mend());
            }
        }
    }

    /** The findings in the same order, for {@link Json}. */
    public static List<Map<String, Object>> documents(List<Finding> findings) {
        return findings.stream().map(finding -> {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("grade", finding.grade().word());
            document.put("what", finding.what());
            document.put("mend", finding.mend());
            return document;
        }).toList();
    }

    /** The last line: how many of what. */
    public static String sum(List<Finding> findings) {
        long failed = findings.stream().filter(Finding::isFailed).count();
        long warnings = findings.stream().filter(finding -> finding.grade() == Finding.Grade.WARNING).count();
        return failed == 0 && warnings == 0 ? "All is well." : failed + " failed, " + warnings + (warnings == 1 ? " warning." : " warnings.");
    }
}
