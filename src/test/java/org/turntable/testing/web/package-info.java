/** Rules for what browsers are sent. */
package org.turntable.testing.web;
