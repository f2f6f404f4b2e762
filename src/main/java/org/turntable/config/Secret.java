package org.turntable.config;

/**
 * A value that must not be printed.
 *
 * @param reveal the value itself
 */
public record Secret(String reveal) {
    @Override
    public String toString() {
        return "(hidden)";
    }
}
