/** What is to be done with each stranded win and claim: rules, and the ports that they read through. */
package org.turntable.tool.reimport.rule;
