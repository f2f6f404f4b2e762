package org.turntable.staff;

import java.util.List;
import java.util.function.Function;

/**
 * Where an attempt to sign in comes from.
 *
 * @param network of the client
 * @param cookies all values of the cookies with a name
 */
public record SignInSource(String network, Function<String, List<String>> cookies) {}
