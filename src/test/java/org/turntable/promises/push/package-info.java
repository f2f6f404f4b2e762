/** WARs pushed to nodes under load, and an earlier WAR beside the present one. */
package org.turntable.promises.push;
