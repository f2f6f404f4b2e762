/**
 * How many draws a second this machine carries, measured against two yardsticks in the same run; {@code mvn -Pbench}.
 */
package org.turntable.testing.bench;
