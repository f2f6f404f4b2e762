/**
 * Passwords and sign-in locks of operators and verifiers, and the accounts of operators. Plain values, rules and a
 * port.
 */
package org.turntable.staff;
