/** Commands for accounts: operators of the console, verifiers in stores, and the sign-out of a player. */
package org.turntable.tool.command.account;
