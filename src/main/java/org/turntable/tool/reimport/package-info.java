/**
 * Reimport: imports rows of a stranded database, which was replaced as primary before all of its rows were replicated,
 * into the present database (the target). It compares draw by draw and unit by unit, imports missing rows, and records
 * a conflict for a person where no rule can decide.
 */
package org.turntable.tool.reimport;
