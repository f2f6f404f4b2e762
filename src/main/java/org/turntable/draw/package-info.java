/**
 * The draw: a roll by the node, the admission by Redis in one step, and for a candidate the confirmation by the ledger.
 * Also the recovery from a loss of Redis's state (epochs, loading of players), and the cached plans of a node.
 */
package org.turntable.draw;
