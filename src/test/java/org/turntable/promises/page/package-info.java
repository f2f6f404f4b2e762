/** Pages in a real browser: layout, the wheel's turn, first visit, what a page costs. */
package org.turntable.promises.page;
