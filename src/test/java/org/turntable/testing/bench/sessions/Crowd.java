package org.turntable.testing.bench.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.turntable.testing.stack.TomcatNode;

/** The sessions of one variant under load, each begun by a first request, and what each must answer. */
final class Crowd {
    private final SessionVariant variant;
    private final TomcatNode node;
    private final List<Visits.Visit> begun = new ArrayList<>();
    private int nextNumber = 1;

    /** The pages that are measured. */
    enum Page {
        /** Touches no session. */
        PLAIN("not touching the session"),
        /** Reads two attributes. */
        READ("reading two attributes"),
        /** Writes one attribute. */
        WRITE("writing one attribute");

        private final String told;

        Page(String told) {
            this.told = told;
        }

        /** As a heading says it. */
        String told() {
            return told;
        }
    }

    /** Begins so many sessions on the node. */
    Crowd(SessionVariant variant, TomcatNode node, int sessions) {
        this.variant = variant;
        this.node = node;
        try (Visits visits = new Visits(variant)) {
            for (int i = 0; i < sessions; i++) {
                begun.add(visits.start(node, player(i)));
            }
        }
    }

    /** The settings of {@link SessionFamily} for one run. */
    ObjectNode script(Page page) {
        ObjectNode script = JsonNodeFactory.instance
                .objectNode()
                .put("numbered", page == Page.WRITE)
                .put("firstNumber", nextNumber);
        ArrayNode sessions = script.putArray("sessions");
        for (int i = 0; i < begun.size(); i++) {
            sessions.addObject()
                    .put("cookie", begun.get(i).cookie())
                    .put("path", "/" + variant.path() + "/" + page(page, i))
                    .put("expected", expected(page, i));
        }
        return script;
    }

    private static String page(Page page, int i) {
        return switch (page) {
            case PLAIN -> "plain";
            case READ -> "read";
            case WRITE -> "write?value=" + i + "-";
        };
    }

    private String expected(Page page, int i) {
        return switch (page) {
            case PLAIN -> "plain";
            case READ -> player(i) + " is Player " + player(i);
            // The session's id, which the first request told, and the number that comes after it.
            case WRITE -> begun.get(i).body() + " " + i + "-";
        };
    }

    /**
     * Looks into every session after a run that wrote: each must hold what was acknowledged last.
     *
     * @param last the last numbers by session, as the run counted them; the run had its script from here
     * @return how many sessions hold something else
     */
    int lost(JsonNode last) {
        int lost = 0;
        int first = nextNumber;
        try (Visits visits = new Visits(variant)) {
            for (int i = 0; i < begun.size(); i++) {
                int number = last.get(i).asInt();
                nextNumber = Math.max(nextNumber, number + 1);
                if (number >= first
                        && !visits.get(node, "written", begun.get(i).cookie())
                                .body()
                                .equals(i + "-" + number)) {
                    lost++;
                }
            }
        }
        return lost;
    }

    /** One request of each session to the page, one after the other. */
    void visitOnce(Page page) {
        try (Visits visits = new Visits(variant)) {
            String number = page == Page.WRITE ? Integer.toString(nextNumber++) : "";
            for (int i = 0; i < begun.size(); i++) {
                Visits.Visit seen =
                        visits.get(node, page(page, i) + number, begun.get(i).cookie());
                if (!seen.body().equals(expected(page, i) + number)) {
                    throw new IllegalStateException(variant.name() + " answered " + seen.told() + ": " + seen.body());
                }
            }
        }
    }

    private static String player(int i) {
        return "p" + i;
    }
}
