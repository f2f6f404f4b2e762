package org.turntable.tool.mariadb.failover;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.turntable.tool.failover.policy.AgentMark;

/**
 * The agent's mark as the text of init_connect, the statement that a server runs at each log-in without administrator
 * privileges. It takes effect at once and waits for no lock, unlike read_only, and a restart removes it.
 */
final class AgentMarkText {
    private static final Pattern MARK = Pattern.compile("turntable term (\\d+) (writer|closed)");

    private AgentMarkText() {}

    static String of(AgentMark mark, String writer, List<String> applications) {
        String name = "/* turntable term " + mark.term() + (mark.writer() ? " writer */" : " closed */");
        if (mark.writer()) {
            return "DO 0 " + name;
        }
        String accounts = applications.stream()
                .map(account -> "'" + account.replace("'", "''") + "'")
                .collect(Collectors.joining(", "));
        // An error here ends the connection; replication and monitoring must still be able to log in.
        return "EXECUTE IMMEDIATE IF(SUBSTRING_INDEX(CURRENT_USER(), '@', 1) IN (" + accounts + "), "
                + "'SIGNAL SQLSTATE ''45000'' SET MESSAGE_TEXT = ''closed: the writer of term " + mark.term() + " is "
                + writer.replaceAll("[^\\w.:\\[\\]-]", "")
                + "''', 'DO 0') " + name;
    }

    static AgentMark read(String text) {
        Matcher mark = MARK.matcher(text == null ? "" : text);
        return mark.find()
                ? new AgentMark(Long.parseLong(mark.group(1)), mark.group(2).equals("writer"))
                : AgentMark.NONE;
    }
}
