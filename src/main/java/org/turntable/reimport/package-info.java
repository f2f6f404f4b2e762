/**
 * Brings back what stands in a stranded database only, after another one went on without it: compares draw by draw and unit by unit,
 * brings over what is missing, and leaves to a person what a rule cannot decide. For turntable-ops; no node uses it.
 */
package org.turntable.reimport;
