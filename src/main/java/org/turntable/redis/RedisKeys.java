package org.turntable.redis;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.turntable.player.PlayerId;

/**
 * The keys of both Redis. All keys of a campaign share the hash tag <code>{id}</code>, so that a script may touch them
 * together.
 *
 * <table>
 * <caption>Keys</caption>
 * <tr><th>key</th><th>type</th><th>holds</th></tr>
 * <tr><td>{@code tt:{7}:head}</td><td>hash</td><td>{@code epoch}, {@code plan}: compared with those of every draw;
 *     {@code clock}: the second of the latest admitted draw, in milliseconds, before which no draw is
 *     decided; {@code campaign}, {@code plan_digest}: compared with MariaDB's; {@code closed}: the epoch that was
 *     closed; {@code first_epoch}, {@code first_ms}: where another campaign had the number before, the first epoch of
 *     this one and its time; {@code runs}: the epoch and the run ids of Redis in which it went on, separated by
 *     colons</td></tr>
 * <tr><td>{@code tt:{7}:taken}</td><td>hash</td><td>prize id to candidates admitted in this epoch, earlier awards
 *     included</td></tr>
 * <tr><td>{@code tt:{7}:ledger}</td><td>stream</td><td>draws and first visits that MariaDB may not have: {@code v}
 *     version 1, {@code p} player, {@code n} number (0: first visit), {@code k} prize it is a candidate for (0:
 *     loss), {@code f} 1 on a draw that is also a first visit</td></tr>
 * <tr><td>{@code tt:{7}:dead}</td><td>stream</td><td>entries that MariaDB refused, with {@code entry} and
 *     {@code reason}</td></tr>
 * <tr><td>{@code tt:{7}:player:{id22}}</td><td>hash</td><td>{@code v} version 1, {@code epoch}, {@code number} of the
 *     last draw, {@code day} and chances used {@code today}, {@code result} of the last draw ({@code L},
 *     {@code C:prize:entry}, {@code W:prize:ordinal}), {@code got:<prize>} candidates admitted, {@code win:<number>}
 *     as {@code prize:ordinal:ms}, {@code blocked} if an operator blocked the player,
 *     {@code block_revision} of the last block or unblock. Without {@code epoch}: the player is not loaded</td></tr>
 * <tr><td>{@code tt:{7}:aside:<uid>:<epoch>:ledger}, {@code dead}, {@code taken}</td><td></td><td>the same of another
 *     campaign that had the number before</td></tr>
 * <tr><td>{@code tt:{7}:player:{id22}:aside:<epoch>}</td><td>hash</td><td>a player of it who returned</td></tr>
 * <tr><td>{@code tt:{7}:sweeper}, {@code tt:{7}:overdue}, {@code tt:{7}:recovery}</td><td>string</td><td>leases: the
 *     node that sweeps, the node that writes what that one leaves, the node that recovers from a loss of
 *     state</td></tr>
 * <tr><td>{@code tt:{7}:unwritten}</td><td>hash</td><td>node to {@code below:draws:ms}: before an epoch opens, the draws of
 *     epochs below that the node still has to write from its memory; expires after an hour</td></tr>
 * <tr><td>{@code tt:{7}:reports}</td><td>hash</td><td>after a restart of Redis: its {@code run}, the {@code last} entry
 *     that the stream had then, and process of a node to {@code epoch:entry}, the latest entry that it knows</td></tr>
 * <tr><td>{@code tt:session:{sha256}}</td><td>hash</td><td>in the Redis for sessions: the fields of
 *     {@code org.turntable.session.SessionFields}; the key is a digest of the session's id</td></tr>
 * <tr><td>{@code tt:wechat:{wx01:access}:token}</td><td>string</td><td>in the Redis for sessions: WeChat's access
 *     token ({@code access}) or ticket for pages ({@code ticket}) of an app id, a secret that all nodes share;
 *     expires before WeChat's own expiry</td></tr>
 * <tr><td>{@code tt:wechat:{wx01:access}:lease}</td><td>string</td><td>in the Redis for sessions: lease of the node
 *     that fetches it</td></tr>
 * <tr><td>{@code tt:sign-in:{subject}:<counter>}</td><td>string</td><td>in the Redis for sessions: attempts to sign in
 *     under one name; {@code subject} is a digest of the kind of account and the name; counters {@code device:<id>} of a
 *     device that signed in before, {@code from:<network>}, {@code strangers} of all other devices, {@code turn} the
 *     attempt that is verified beyond that limit; each expires by itself</td></tr>
 * <tr><td>{@code tt:nodes}</td><td>hash</td><td>in the Redis for sessions: node to the time in milliseconds and its
 *     last reported status; expires an hour after the last report of any node</td></tr>
 * </table>
 */
public final class RedisKeys {
    /** The keys of one campaign that do not depend on a player. */
    public record OfCampaign(
            byte[] head,
            byte[] taken,
            byte[] ledger,
            byte[] dead,
            byte[] sweeper,
            byte[] overdue,
            byte[] recovery,
            byte[] unwritten,
            byte[] reports,
            String playerPrefix,
            String asidePrefix) {
        public byte[] player(PlayerId player) {
            return bytes(playerPrefix + player);
        }
    }

    private final Map<Integer, OfCampaign> campaigns = new ConcurrentHashMap<>();

    public OfCampaign of(int campaignId) {
        return campaigns.computeIfAbsent(campaignId, id -> {
            String prefix = "tt:{" + id + "}:";
            return new OfCampaign(
                    bytes(prefix + "head"),
                    bytes(prefix + "taken"),
                    bytes(prefix + "ledger"),
                    bytes(prefix + "dead"),
                    bytes(prefix + "sweeper"),
                    bytes(prefix + "overdue"),
                    bytes(prefix + "recovery"),
                    bytes(prefix + "unwritten"),
                    bytes(prefix + "reports"),
                    prefix + "player:",
                    prefix + "aside:");
        });
    }

    /** Key of a token that all nodes share. */
    public static byte[] weChatToken(String name) {
        return bytes("tt:wechat:{" + name + "}:token");
    }

    /** Key of the lease of the node that fetches the token. */
    public static byte[] weChatLease(String name) {
        return bytes("tt:wechat:{" + name + "}:lease");
    }

    /**
     * Key of a counter of attempts to sign in.
     *
     * @param subject a digest, because names are typed by anybody
     */
    public static byte[] signIn(String subject, String counter) {
        return bytes("tt:sign-in:{" + subject + "}:" + counter);
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] bytes(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    public static String text(Object reply) {
        return new String((byte[]) reply, StandardCharsets.UTF_8);
    }
}
