package org.turntable.config;

import java.util.List;

/**
 * One account on the MariaDB servers.
 *
 * @param hosts one server or more, the primary first
 * @param name the schema
 * @param user the account
 * @param password the password of the account
 * @param poolSize connections in the pool, 2 to 100
 */
public record DatabaseSettings(List<HostAndPort> hosts, String name, String user, Secret password, int poolSize) {}
