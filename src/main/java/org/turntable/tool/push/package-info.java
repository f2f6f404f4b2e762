/**
 * Rollout of a WAR to the nodes, one after the other, with Tomcat's parallel deployment: the new version is started
 * beside the old one and checked before the old one is stopped. The old version stays deployed until every node is
 * done, so that a rollback only starts it again.
 */
package org.turntable.tool.push;
