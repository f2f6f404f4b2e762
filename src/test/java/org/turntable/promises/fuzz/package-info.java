/** Requests that nobody thought of: a fuzzer over the route table, and scanners that others have written. */
package org.turntable.promises.fuzz;
