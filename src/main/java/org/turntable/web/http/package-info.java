/** Requests and responses for all features: the route table, filters, errors, redirects and rate limits. */
package org.turntable.web.http;
