/**
 * What a campaign's pages show besides its plan: its theme and pictures, the published rules, who won, what is used up. A node holds all
 * of it in memory, so that no page waits for the database.
 */
package org.turntable.showcase;
