package org.turntable.session.webapp;

/** A record as an earlier version of an application had it. */
public record Visit(String page, String dropped) {}
