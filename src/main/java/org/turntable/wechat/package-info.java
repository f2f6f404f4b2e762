/** Who a player is at WeChat, behind one port. */
package org.turntable.wechat;
