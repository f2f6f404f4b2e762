/** Every fault, and pairs of faults, against both kinds of campaign on the whole system; runs with -Plong. */
package org.turntable.promises.matrix;
