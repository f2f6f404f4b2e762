/** Passwords of people who work with the system, such as operators: plain values and rules; each room keeps the accounts of its own people. */
package org.turntable.staff;
