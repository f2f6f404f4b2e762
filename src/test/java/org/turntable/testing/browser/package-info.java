/** Browsers for tests: Chromium over its DevTools protocol, and two plain HTTP clients that keep cookies. */
package org.turntable.testing.browser;
