/**
 * The {@code HttpSession} that the servlet API promises, shared by all nodes and kept by a filter inside the web
 * application. It depends neither on the lottery nor on Redis: {@link org.turntable.session.SessionStore} is its only
 * port.
 *
 * <p>A request that does not touch its session costs nothing; one that reads it costs one command, one that changes it
 * two. Only what a request changed is written, field by field, so that two concurrent requests lose no field that only
 * one of them set. A session that another node has ended stays ended.
 */
package org.turntable.session;
