/**
 * Who a player is at WeChat, behind one port, {@link org.turntable.wechat.WeChatGateway}:
 * {@link org.turntable.wechat.DirectWeChat} with the account's own secret, {@link org.turntable.wechat.PartnerWeChat}
 * through a partner that has it. Only the partner pays red packets: WeChat pays them from a merchant account, which
 * needs a certificate; the account's secret is not enough.
 *
 * <h2>The partner's protocol, version 1</h2>
 *
 * All paths are below the partner's origin (scheme, host and port). This text is all that a partner needs; JSON is
 * UTF-8, fields that are not named here are ignored, and there are no redirects.
 *
 * <h3>Signing in</h3>
 *
 * The player's browser is sent to {@code GET /partner/authorize?callback=…&state=…}. The partner checks the callback's
 * host against the exact list that it has for us, signs the player in with WeChat, makes a <i>ticket</i> (unguessable,
 * 16 to 200 of {@code A-Z a-z 0-9 - _ .}, valid once, within 5 minutes) and answers 302 to {@code callback} with the
 * parameters {@code code} (the ticket) and {@code state} (unchanged) added.
 *
 * <h3>Calls</h3>
 *
 * Each is a {@code POST} of a JSON object from one of our nodes, with four headers:
 *
 * <table>
 * <caption>Headers of a call</caption>
 * <tr><th>header</th><th>value</th></tr>
 * <tr><td>{@code Turntable-Key}</td>
 *     <td>the id of the key; up to two keys are valid at the same time, so that they can be rotated</td></tr>
 * <tr><td>{@code Turntable-Timestamp}</td>
 *     <td>seconds since 1970; refused when it is more than 300 s from the partner's clock</td></tr>
 * <tr><td>{@code Turntable-Nonce}</td>
 *     <td>32 hex digits; a second call with one that was seen within 600 s is refused</td></tr>
 * <tr><td>{@code Turntable-Signature}</td>
 *     <td>64 lower-case hex digits: HMAC-SHA256 with the secret's UTF-8 bytes as its key, over
 *     {@code method \n path \n body \n timestamp \n nonce}, joined by single line feeds and with none at the end. The
 *     method is {@code POST}, the
 *     path as in the request line, and the body is represented by its SHA-256 in 64 lower-case hex digits</td></tr>
 * </table>
 *
 * An example: the secret {@code a secret of thirty-two characters}, the path {@code /partner/api/exchange}, the body
 * <code>{"ticket":"t-1"}</code>, the timestamp {@code 1790000000} and the nonce
 * {@code 000102030405060708090a0b0c0d0e0f} make the signature
 * {@code 5147785581aeeb309365c0228e60fd2caeb399d1dfdff90edaeb352487554c60}.
 *
 * <table>
 * <caption>The three calls</caption>
 * <tr><th>path</th><th>we send</th><th>answered with 200 and</th></tr>
 * <tr><td>{@code /partner/api/exchange}</td><td>{@code {"ticket": "…"}}</td>
 *     <td>{@code {"openid": "…", "snapshot": false}}; {@code snapshot} is
 *     true where WeChat said {@code is_snapshotuser=1}</td></tr>
 * <tr><td>{@code /partner/api/following}</td><td>{@code {"openid": "…"}}</td>
 *     <td>{@code {"following": 1}}, 0 for a certain no, anything else
 *     for not known</td></tr>
 * <tr><td>{@code /partner/api/signature}</td><td>{@code {"url": "…"}}, without a fragment</td><td>{@code {"appId": "…",
 *     "timestamp": 1700000000, "nonce": "…", "signature": "…"}}, for {@code wx.config}</td></tr>
 * </table>
 *
 * <h3>Red packets</h3>
 *
 * For {@link org.turntable.wechat.PartnerRedPackets}; a partner that pays none answers {@code NOT_ALLOWED}. The
 * <i>key</i> is ours: 60 characters at most of {@code A-Z a-z 0-9 - _ .}, one for each prize that was won, kept by the
 * partner for at least 180 days. <b>The partner pays once for a key</b>: the same call again, also at the same moment
 * or after a restart of the partner, is answered with the result of the first.
 *
 * <table>
 * <caption>The two calls</caption>
 * <tr><th>path</th><th>we send</th><th>answered with 200 and</th></tr>
 * <tr><td>{@code /partner/api/red-packet}</td>
 *     <td>{@code {"key": "…", "openid": "…", "amount": 8800}}, in fen, 100 to 20000</td>
 *     <td>{@code {"state": "PAID", "payment": "…"}} with the number of the payment, 1 to 64 of the letters above; or
 *     {@code {"state": "UNDERWAY"}}: ask later</td></tr>
 * <tr><td>{@code /partner/api/red-packet/standing}</td><td>{@code {"key": "…"}}</td>
 *     <td>{@code state} {@code PAID} with {@code payment},
 *     {@code UNDERWAY}, {@code NONE} (nothing was paid and no payment is in progress), {@code FAILED}, or
 *     {@code RETURNED}: its winner did not
 *     open it in time, and the money was returned</td></tr>
 * </table>
 *
 * After {@code NONE} we pay. After no answer, or one that cannot be read, or a status of 500 without one of the codes
 * below, we query the state first.
 *
 * <h3>Errors</h3>
 *
 * A status of 400 or more, and {@code {"error": "CODE"}}:
 *
 * <table>
 * <caption>Error codes</caption>
 * <tr><th>code</th><th>status</th><th>meaning</th></tr>
 * <tr><td>{@code TICKET_USED}</td><td>400</td><td>the ticket was used before</td></tr>
 * <tr><td>{@code TICKET_REFUSED}</td><td>400</td><td>the ticket is invalid or has expired</td></tr>
 * <tr><td>{@code OPENID_REFUSED}, {@code URL_REFUSED}</td><td>400</td>
 *     <td>not an openid of this account; a host that is not on the list for us</td></tr>
 * <tr><td>{@code BALANCE}</td><td>400</td>
 *     <td>the account for red packets is empty: nothing was paid, and it may be tried again</td></tr>
 * <tr><td>{@code AMOUNT_REFUSED}, {@code NOT_ALLOWED}</td><td>400</td>
 *     <td>an amount that is not allowed; no red packets for us, or to this
 *     player: nothing was paid</td></tr>
 * <tr><td>{@code KEY_REUSED}</td><td>409</td><td>this key has another openid or amount: nothing was paid now</td></tr>
 * <tr><td>{@code UNKNOWN_KEY}</td><td>401</td>
 *     <td>the key is not known: the call was not processed, and may be repeated with the other key</td></tr>
 * <tr><td>{@code BAD_SIGNATURE}, {@code REPLAYED}</td><td>401</td>
 *     <td>the signature is wrong; the nonce was used before</td></tr>
 * <tr><td>{@code CLOCK}</td><td>401</td>
 *     <td>the timestamp is outside the window; the answer contains {@code "now"}, the partner's seconds since
 *     1970</td></tr>
 * <tr><td>{@code LIMITED}</td><td>429</td><td>WeChat's or the partner's limit of calls is reached</td></tr>
 * <tr><td>{@code BUSY}</td><td>503</td><td>WeChat does not answer the partner; try again</td></tr>
 * </table>
 *
 * <h3>Rotation of keys</h3>
 *
 * The partner accepts a new key beside the old one. Our nodes get both ({@code wechat.partner.next.…}), one node after
 * the other, and use the first. The partner removes the old one; each node then gets {@code UNKNOWN_KEY} once and uses
 * the other key.
 */
package org.turntable.wechat;
