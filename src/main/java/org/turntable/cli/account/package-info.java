/** Who may come in: operators to the console, verifiers to their stores, and players no longer. */
package org.turntable.cli.account;
