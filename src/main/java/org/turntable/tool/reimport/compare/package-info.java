/** Compares two databases in the order of their keys, without changes. */
package org.turntable.tool.reimport.compare;
