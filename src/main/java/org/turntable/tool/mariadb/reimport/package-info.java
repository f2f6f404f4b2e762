/** Adapters for the reimport: the stranded database and the target. */
package org.turntable.tool.mariadb.reimport;
