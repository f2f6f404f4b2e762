/**
 * The content of a campaign's pages besides its plan: theme and pictures, published rules, winners, prizes that are
 * sold out. A node has all of it in memory, so that no page waits for the database.
 */
package org.turntable.showcase;
