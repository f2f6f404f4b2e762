package org.turntable.signal;

/**
 * From when on something is a signal. Each node counts what it sees by itself.
 *
 * @param addressDraws draws of one address in ten seconds
 * @param networkDraws draws of one network in ten seconds
 * @param newPlayers new players of one address or device in a minute
 * @param quickTapMs milliseconds from the page to the draw; a person needs more
 */
public record SignalThresholds(int addressDraws, int networkDraws, int newPlayers, int quickTapMs) {}
