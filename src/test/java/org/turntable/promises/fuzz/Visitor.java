package org.turntable.promises.fuzz;

/**
 * Who sends a request.
 *
 * @param name for messages
 * @param cookies a Cookie header's value; "" for none
 * @param csrf the token of this visitor's forms
 */
record Visitor(String name, String cookies, String csrf) {}
