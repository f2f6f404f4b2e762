/** Classes that tests put into a WAR to spoil it. */
package org.turntable.promises.push.webapp;
