/** A campaign as pages show it: its wheel, its prizes, its rules, its pictures. */
package org.turntable.web.campaign;
