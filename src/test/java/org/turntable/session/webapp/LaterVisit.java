package org.turntable.session.webapp;

/** The same record in a later version: one component gone, one new. */
public record LaterVisit(String page, int count) {}
