package org.turntable.tool.reimport.rule;

import java.util.Optional;
import org.turntable.tool.reimport.row.ClaimRow;
import org.turntable.tool.reimport.row.DrawLocation;
import org.turntable.tool.reimport.row.SealedText;

/**
 * Personal data of winners is encrypted for its draw. Where the draw has another key in the target, the data has to be
 * encrypted again.
 */
public interface ClaimSealer {
    /** Whether the nodes have the key of that id. */
    boolean hasKey(String keyId);

    /**
     * The same data for another draw. Where both draws are equal nothing is decrypted and the bytes stay the same.
     *
     * @param claim the claim that holds the data: an address, or the payee of a red packet
     * @param sealed the encrypted data
     * @return empty where its key is not known, or the data was tampered with
     */
    Optional<SealedText> reseal(ClaimRow claim, SealedText sealed, DrawLocation from, DrawLocation to);

    /** A view for comparisons: checks whether the key is known, and decrypts nothing. */
    default ClaimSealer withoutDecryption() {
        ClaimSealer full = this;
        return new ClaimSealer() {
            @Override
            public boolean hasKey(String keyId) {
                return full.hasKey(keyId);
            }

            @Override
            public Optional<SealedText> reseal(ClaimRow claim, SealedText sealed, DrawLocation from, DrawLocation to) {
                return hasKey(sealed.keyId()) ? Optional.of(sealed) : Optional.empty();
            }
        };
    }
}
