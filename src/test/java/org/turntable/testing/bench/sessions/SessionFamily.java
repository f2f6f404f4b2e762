package org.turntable.testing.bench.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.turntable.testing.load.Script;
import org.turntable.testing.load.ScriptFamily;

/**
 * Visits to one page: each connection goes round its own share of the sessions, so that no session has two requests
 * under way. Settings: {@code sessions}, each with its {@code cookie}, the {@code path} to ask for and the
 * {@code expected} answer; and {@code numbered}: then a number follows both path and answer, in each session one higher
 * with each right answer, the first being {@code firstNumber}.
 */
public final class SessionFamily implements ScriptFamily {
    private final List<SessionScript> scripts = new ArrayList<>();
    private JsonNode settings;
    private int connections;

    @Override
    public void open(JsonNode given, int count) {
        settings = given;
        connections = count;
    }

    @Override
    public Script script(int connection) {
        List<SessionScript.Visitor> own = new ArrayList<>();
        JsonNode sessions = settings.get("sessions");
        for (int i = connection; i < sessions.size(); i += connections) {
            JsonNode session = sessions.get(i);
            own.add(new SessionScript.Visitor(
                    i,
                    session.get("cookie").asText(),
                    session.get("path").asText(),
                    session.get("expected").asText()));
        }
        SessionScript script = new SessionScript(
                own,
                settings.get("numbered").asBoolean(),
                settings.get("firstNumber").asInt());
        scripts.add(script);
        return script;
    }

    /**
     * {@code right} answers, the {@code wrong} ones by what they were, and the {@code last} number of each session that
     * was answered rightly.
     */
    @Override
    public Object counts() {
        long right = 0;
        Map<String, Long> wrong = new TreeMap<>();
        int[] last = new int[settings.get("sessions").size()];
        for (SessionScript script : scripts) {
            right += script.right();
            script.wrong().forEach((what, count) -> wrong.merge(what, count, Long::sum));
            script.putLast(last);
        }
        return Map.of("right", right, "wrong", wrong, "last", last);
    }
}
