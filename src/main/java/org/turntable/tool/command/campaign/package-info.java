/** Commands for campaigns: states, themes, rules, and a sample campaign. */
package org.turntable.tool.command.campaign;
