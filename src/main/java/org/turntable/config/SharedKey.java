package org.turntable.config;

/**
 * A key that two sides share, to sign messages.
 *
 * @param id its name, which is sent with each message
 * @param secret the key itself, which is never sent
 */
public record SharedKey(String id, Secret secret) {}
