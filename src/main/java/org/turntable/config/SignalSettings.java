package org.turntable.config;

import java.time.Duration;

/**
 * Signals of automated play, which a node records beside players.
 *
 * @param addressDraws draws of one address in ten seconds on a node, from which on they are a signal
 * @param networkDraws the same of one network
 * @param newPlayers new players of one address or device in a minute on a node, from which on they are a signal
 * @param quickTap from the page to the draw; less is a signal
 * @param kept how long the signals of a player are kept after the last one
 */
public record SignalSettings(int addressDraws, int networkDraws, int newPlayers, Duration quickTap, Duration kept) {
    private static final int MOST = 1_000_000;

    static SignalSettings read(SettingChecks check) {
        return new SignalSettings(
                (int) check.whole(SettingKey.SIGNALS_ADDRESS_DRAWS, 1, MOST),
                (int) check.whole(SettingKey.SIGNALS_NETWORK_DRAWS, 1, MOST),
                (int) check.whole(SettingKey.SIGNALS_NEW_PLAYERS, 2, MOST),
                check.millis(SettingKey.SIGNALS_QUICK_TAP, 0, 5_000),
                Duration.ofDays(check.whole(SettingKey.SIGNALS_DAYS, 1, 730)));
    }
}
