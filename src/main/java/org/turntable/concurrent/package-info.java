/** Concurrency building blocks: periodic background tasks and bulkheads. */
package org.turntable.concurrent;
