/** The page with the wheel, and the draw that a tap on it posts. */
package org.turntable.web.draw;
