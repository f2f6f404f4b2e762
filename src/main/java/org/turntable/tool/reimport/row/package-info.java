/** Rows of both databases as plain values. */
package org.turntable.tool.reimport.row;
