/** Where a posted prize goes: asked of its winner, kept encrypted, erased in time. */
package org.turntable.award.address;
