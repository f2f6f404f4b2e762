/** The whole system on one machine, for a look. */
package org.turntable.demo;
