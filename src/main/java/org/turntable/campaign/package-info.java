/** Campaigns: times, prizes, odds and release over time. Plain values and rules; no servlet, SQL, Redis or HTTP. */
package org.turntable.campaign;
