/** The operators' console. */
package org.turntable.promises.console;
