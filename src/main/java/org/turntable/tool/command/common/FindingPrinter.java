package org.turntable.tool.command.common;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.turntable.tool.line.Finding;

/** Prints findings as short lines, readable on a phone, and as JSON. */
public final class FindingPrinter {
    private FindingPrinter() {}

    /** Prints a line for each finding, and below it the remedy if there is one. */
    public static void print(PrintWriter out, List<Finding> findings) {
        for (Finding finding : findings) {
            out.printf("  %-7s %s%n", finding.grade().word(), finding.what());
            if (!finding.remedy().isEmpty()) {
                out.printf("          %s%n", finding.remedy());
            }
        }
    }

    /** The findings in the same order, for {@link Json}. */
    public static List<Map<String, Object>> documents(List<Finding> findings) {
        return findings.stream()
                .map(finding -> {
                    Map<String, Object> document = new LinkedHashMap<>();
                    document.put("grade", finding.grade().word());
                    document.put("what", finding.what());
                    document.put("mend", finding.remedy());
                    return document;
                })
                .toList();
    }

    /** The summary: number of failures and warnings. */
    public static String summary(List<Finding> findings) {
        long failed = findings.stream().filter(Finding::isFailed).count();
        long warnings = findings.stream()
                .filter(finding -> finding.grade() == Finding.Grade.WARNING)
                .count();
        return failed == 0 && warnings == 0
                ? "All checks passed."
                : failed + " failed, " + warnings + (warnings == 1 ? " warning." : " warnings.");
    }
}
