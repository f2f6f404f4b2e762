/** Copies of the database: made, checked, and put in the place of a server that is lost; and its restart, which wants one. */
package org.turntable.cli.backup;
