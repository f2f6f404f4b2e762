/** Commands for claims: parcels and red packets. */
package org.turntable.tool.command.claim;
