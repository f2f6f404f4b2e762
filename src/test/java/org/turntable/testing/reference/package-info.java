/** The generated parts of the reference in {@code src/site/markdown}: read from the code, compared by a test. */
package org.turntable.testing.reference;
