/** What every command needs: its settings, the database for the time of the command, the form of its answers and its exit codes. */
package org.turntable.cli.common;
