/**
 * The draw: a roll by the node, admitted by Redis in one step, confirmed by the ledger where it may win. Also what keeps it true
 * when Redis's state is lost (epochs, loading), and the plans that a node holds.
 */
package org.turntable.draw;
