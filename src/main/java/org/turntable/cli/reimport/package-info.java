/** What stands in a stranded database only is brought back into the one that went on. */
package org.turntable.cli.reimport;
