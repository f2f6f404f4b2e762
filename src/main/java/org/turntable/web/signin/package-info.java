/** Signing in: with WeChat or by a name, and the identity cookie. */
package org.turntable.web.signin;
