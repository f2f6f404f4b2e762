/** Entry lines of several carriers: a page whose line fails uses another one. */
package org.turntable.web.line;
