/**
 * The {@code HttpSession} that the servlet API promises, shared by all nodes and kept by a filter inside the web application. Nothing
 * here knows of lotteries or of Redis: {@link org.turntable.session.SessionStore} is what it needs, and it could be lifted out.
 *
 * <p>A request that does not touch its session costs nothing; one that reads it costs one command, one that changes it two. Only
 * what a request changed is written, field by field, so that two requests at once lose nothing that only one of them set. A session
 * that another node has ended stays ended.
 */
package org.turntable.session;
