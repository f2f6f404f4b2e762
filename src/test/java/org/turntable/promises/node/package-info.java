/** The start of a node. */
package org.turntable.promises.node;
