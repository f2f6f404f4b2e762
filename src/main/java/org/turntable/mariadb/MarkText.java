package org.turntable.mariadb;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.turntable.failover.Mark;

/**
 * The agent's mark, as the text of init_connect: what a server runs for each log-in without administrator's rights. It takes effect at once and
 * waits for no lock, unlike read_only, and a restart wipes it out.
 */
final class MarkText {
    private static final Pattern MARK = Pattern.compile("turntable term (\\d+) (writer|closed)");

    private MarkText() {
    }

    static String of(Mark mark, String writer, List<String> applications) {
        String name = "/* turntable term " + mark.term() + (mark.writer() ? " writer */" : " closed */");
        if (mark.writer()) {
            return "DO 0 " + name;
        }
        String accounts = applications.stream().map(account -> "'" + account.replace("'", "''") + "'").collect(Collectors.joining(", "));
        // The replica and the monitoring have to get in; an error here ends the connection.
        return "EXECUTE IMMEDIATE IF(SUBSTRING_INDEX(CURRENT_USER(), '@', 1) IN (" + accounts + "), "
                + "'SIGNAL SQLSTATE ''45000'' SET MESSAGE_TEXT = ''closed: the writer of term " + mark.term() + " is " + writer.replaceAll("[^\\w.:\\[\\]-]", "")
                + "''', 'DO 0') " + name;
    }

    static Mark read(String text) {
        Matcher mark = MARK.matcher(text == null ? "" : text);
        return mark.find() ? new Mark(Long.parseLong(mark.group(1)), mark.group(2).equals("writer")) : Mark.NONE;
    }
}
