/** Carries out decisions about conflicts. */
package org.turntable.tool.reimport.resolve;
