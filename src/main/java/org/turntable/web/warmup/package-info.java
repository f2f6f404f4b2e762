/** Sample models for every page, with which templates are rendered once before a node is ready. */
package org.turntable.web.warmup;
