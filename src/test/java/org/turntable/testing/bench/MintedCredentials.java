package org.turntable.testing.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.turntable.player.Identity;
import org.turntable.player.IdentitySigner;
import org.turntable.testing.load.PlayerCredentials;

/** Signs the bench's players in without a request, with the secret of the node under test. */
public final class MintedCredentials implements PlayerCredentials {
    private final IdentitySigner signer;
    private final Instant issued = Instant.ofEpochSecond(Instant.now().getEpochSecond() - 60);

    /** Takes {@code secret}, the node's identity.secret. */
    public MintedCredentials(JsonNode settings) {
        signer = new IdentitySigner(settings.get("secret").asText(), Duration.ofDays(30));
    }

    @Override
    public Credentials credentials(int playerIndex) {
        Identity identity = new Identity(BenchPlayers.id(playerIndex), issued);
        return new Credentials("tt_id=" + signer.sign(identity), signer.csrfToken(identity));
    }
}
