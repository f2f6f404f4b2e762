/** The players' pages: small servlets and filters over HTTP, each constructed with what it needs. */
package org.turntable.web;
