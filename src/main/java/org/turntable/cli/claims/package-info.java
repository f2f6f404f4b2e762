/** What winners are owed: parcels that go out, and red packets. */
package org.turntable.cli.claims;
