/** Threads that go their rounds in the background, and how they end. */
package org.turntable.rounds;
