package org.turntable.draw;

import java.util.Map;

/** What is taken of each prize, as Redis counts it: units given out and candidates on their way to one. */
public interface Takings {
    /**
     * By the prize's id; a prize of which nothing is taken may be missing.
     *
     * @throws Admissions.Unavailable when Redis does not answer
     */
    Map<Integer, Long> of(int campaignId);
}
