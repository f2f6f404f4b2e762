/** People who work with the system: their passwords, their locks, and the accounts of operators. Plain values, rules and a port. */
package org.turntable.staff;
