/** Rows as they stand in a stranded database and in the one that went on: plain values. */
package org.turntable.reimport.row;
