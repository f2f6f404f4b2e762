/**
 * What sharing sessions costs, and what it keeps of its promises: the same pages in the same Tomcat with Turntable's
 * filter, with others' and with no Redis at all; part {@code sessions} of {@code mvn -Pbench}.
 */
package org.turntable.testing.bench.sessions;
