/** Imports missing rows in small transactions that can be resumed. */
package org.turntable.tool.reimport.apply;
