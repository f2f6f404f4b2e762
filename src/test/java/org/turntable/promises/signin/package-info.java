/** Signing in, through WeChat and without it, and staying signed in. */
package org.turntable.promises.signin;
