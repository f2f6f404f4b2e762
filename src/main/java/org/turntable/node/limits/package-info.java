/** What the requests of each route may wait for, how long, and how many of them at the same time. */
package org.turntable.node.limits;
