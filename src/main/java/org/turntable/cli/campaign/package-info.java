/** A campaign from the operator's side: its states, the look of its pages, its rules, and a sample one. */
package org.turntable.cli.campaign;
