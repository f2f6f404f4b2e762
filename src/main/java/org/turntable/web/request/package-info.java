/** What a request carries: its path, and cookies of this host. */
package org.turntable.web.request;
