/**
 * Rolling a WAR out over the nodes, one after the other, by Tomcat's parallel deployment: the new version starts beside the old one, is
 * looked at, and only then is the old one stopped. It stays on the node's disk until every node is through, so going back is a start.
 */
package org.turntable.push;
