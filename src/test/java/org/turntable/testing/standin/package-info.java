/**
 * A stand-in for WeChat, for the demo and the tests: a real HTTP server with the endpoints that a campaign needs,
 * WeChat's own error codes, codes that are valid once and expire, and faults on demand. It is also the partner that
 * keeps the secret of the account. It shares no class with the clients that it answers, so that a misreading of the
 * protocol is not made twice. {@link org.turntable.testing.stack.WeChatStandIn} starts it.
 *
 * <table>
 * <caption>Paths</caption>
 * <tr><th>path</th><th>what</th></tr>
 * <tr><td>{@code /connect/oauth2/authorize}</td><td>a page to pick a player; {@code &persona=ming} picks without it</td></tr>
 * <tr><td>{@code /sns/oauth2/access_token}, {@code /cgi-bin/stable_token}, {@code /cgi-bin/ticket/getticket}, {@code /cgi-bin/user/info}</td>
 *     <td>WeChat's API, as far as a campaign calls it</td></tr>
 * <tr><td>{@code /partner/authorize}, {@code /partner/api/exchange}, {@code /partner/api/following}, {@code /partner/api/signature}</td>
 *     <td>the partner's form; see {@code org.turntable.wechat}</td></tr>
 * <tr><td>{@code /open/js/jweixin-1.6.0.js}</td><td>the page's side: checks the signature that a page shows</td></tr>
 * <tr><td>{@code /control}</td><td>faults, clocks and counters, for tests; see {@link org.turntable.testing.standin.Control}</td></tr>
 * </table>
 */
package org.turntable.testing.standin;
