package org.turntable.tool.line;

import java.io.IOException;
import java.math.BigInteger;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** A signed dynamic update (RFC 2136) of one name, with the records that were read before as prerequisites. */
final class DnsUpdate {
    private final Name name;
    private final Name zone;
    private final InetSocketAddress primary;
    private final TsigKey key;

    DnsUpdate(Name name, Name zone, InetSocketAddress primary, TsigKey key) {
        this.name = name;
        this.zone = zone;
        this.primary = primary;
        this.key = key;
    }

    /** Sends the update; without {@code wanted} only its prerequisites, which a server checks together with the key. */
    void send(AddressRecords expected, Optional<AddressRecords> wanted) throws NameServerException {
        Update update = new Update(zone);
        update.absent(name, Type.CNAME);
        require(update, Type.A, expected.ipv4());
        require(update, Type.AAAA, expected.ipv6());
        if (wanted.isPresent()) {
            // All in one message, so that the name is never without an address.
            update.delete(name, Type.A);
            update.delete(name, Type.AAAA);
            wanted.get()
                    .ipv4()
                    .forEach(address -> update.add(record(Type.A, wanted.get().ttl4(), address)));
            wanted.get()
                    .ipv6()
                    .forEach(
                            address -> update.add(record(Type.AAAA, wanted.get().ttl6(), address)));
        }
        // Over TCP: a datagram that is sent again after a lost answer would find its own change and report it as a
        // change by somebody else.
        SimpleResolver resolver = DnsNameServers.resolver(primary, true);
        resolver.setTSIGKey(new TSIG(
                TSIG.algorithmToName(key.algorithm()),
                Name.fromConstantString(key.name() + "."),
                new SecretKeySpec(Base64.getDecoder().decode(key.base64()), key.algorithm()),
                key.clock()));
        check(answer(resolver, update));
    }

    private Message answer(SimpleResolver resolver, Update update) throws NameServerException {
        try {
            return resolver.send(update);
        } catch (IOException silent) {
            if (silent instanceof ConnectException || silent.getCause() instanceof ConnectException) {
                throw new NameServerException(
                        "the name server " + at() + " cannot be reached over TCP: nothing was changed", false, silent);
            }
            throw new NameServerException(
                    "the name server " + at() + " did not answer the update: the change may have been made or " + "not",
                    true,
                    silent);
        }
    }

    private void check(Message answer) throws NameServerException {
        int code = answer.getRcode();
        TSIGRecord signature = answer.getTSIG();
        int keyError = signature == null ? Rcode.NOERROR : signature.getError();
        if (keyError != Rcode.NOERROR) {
            throw new NameServerException(keySentence(keyError, signature));
        }
        switch (code) {
            case Rcode.NOERROR -> {
                if (!answer.isVerified()) {
                    throw new NameServerException(
                            "the answer of " + at() + " is not signed with key " + key.name() + ", so it is ignored",
                            true,
                            null);
                }
            }
            case Rcode.YXDOMAIN, Rcode.YXRRSET, Rcode.NXRRSET, Rcode.NXDOMAIN ->
                throw new NameServerException("somebody else changed " + name.toString(true)
                        + " in the meantime: nothing was changed; run switch-line show");
            case Rcode.NOTAUTH, Rcode.NOTZONE ->
                throw new NameServerException("the name server " + at() + " does not accept changes of zone "
                        + zone.toString(true) + " (" + Rcode.string(code) + "): check lines.zone and lines.server");
            case Rcode.REFUSED ->
                throw new NameServerException(
                        "the name server " + at() + " refuses the change (REFUSED): key " + key.name()
                                + " may not change " + name.toString(true)
                                + ", or this server is a secondary; see its update-policy");
            case Rcode.SERVFAIL ->
                throw new NameServerException(
                        "the name server " + at()
                                + " failed (SERVFAIL): it may be unable to write its zone; see its log",
                        true,
                        null);
            case Rcode.NOTIMP ->
                throw new NameServerException("the name server " + at() + " does not support dynamic updates (NOTIMP)");
            default ->
                throw new NameServerException(
                        "the name server " + at() + " answers " + Rcode.string(code) + ": see its log", true, null);
        }
    }

    private String keySentence(int error, TSIGRecord signature) {
        return switch (error) {
            case Rcode.BADKEY ->
                "the name server " + at() + " does not have key " + key.name()
                        + " (BADKEY): check lines.tsig.name and the algorithm";
            case Rcode.BADSIG ->
                "the name server " + at() + " has a different secret for key " + key.name()
                        + " (BADSIG): check lines.tsig.secret";
            case Rcode.BADTIME ->
                "the clocks differ" + difference(signature) + " (BADTIME): set this machine's clock; 300 s are allowed";
            default ->
                "the name server " + at() + " does not accept key " + key.name() + " (" + Rcode.TSIGstring(error) + ")";
        };
    }

    /** A server returns its own time with BADTIME. */
    private static String difference(TSIGRecord signature) {
        byte[] serverTime = signature.getOther();
        return serverTime == null || serverTime.length != 6
                ? ""
                : " by "
                        + Duration.between(
                                        Instant.ofEpochSecond(new BigInteger(1, serverTime).longValue()),
                                        signature.getTimeSigned())
                                .abs()
                                .toSeconds()
                        + " s";
    }

    private void require(Update update, int type, List<String> addresses) {
        if (addresses.isEmpty()) {
            update.absent(name, type);
        } else {
            addresses.forEach(address -> update.present(record(type, 0, address)));
        }
    }

    private Record record(int type, long ttl, String address) {
        try {
            InetAddress literal = InetAddress.getByName(address);
            return type == Type.A
                    ? new ARecord(name, DClass.IN, ttl, literal)
                    : new AAAARecord(name, DClass.IN, ttl, literal);
        } catch (UnknownHostException noLiteral) {
            throw new IllegalArgumentException(address + " is not an address", noLiteral);
        }
    }

    private String at() {
        return DnsNameServers.text(primary);
    }
}
