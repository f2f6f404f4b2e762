/**
 * The composition root of the application. {@link org.turntable.node.TurntableListener} and
 * {@link org.turntable.node.Node} start a node; {@link org.turntable.node.Routes} is the table of all paths.
 */
package org.turntable.node;
