/**
 * The promises, each shown on the whole real system: faults are injected into real processes and every answer is
 * counted.
 */
package org.turntable.promises;
