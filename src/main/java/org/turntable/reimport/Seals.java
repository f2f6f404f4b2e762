package org.turntable.reimport;

import java.util.Optional;
import org.turntable.reimport.row.ClaimRow;
import org.turntable.reimport.row.Place;
import org.turntable.reimport.row.Sealed;

/** What winners told is sealed to its draw. A draw may have another name here, and then the seal has to be made anew. */
public interface Seals {
    /** Whether the nodes here have that key. */
    boolean knows(String keyId);

    /**
     * The same text for another draw. Where the draw is the same nothing is opened and the bytes are the same.
     *
     * @param claim  whose text it is: an address, or whom to pay
     * @param sealed what stands in it
     * @return empty where its key is not known here, or it was changed
     */
    Optional<Sealed> move(ClaimRow claim, Sealed sealed, Place from, Place to);

    /** The same for looking on: the keys are looked at and nothing is opened. What was changed is then found out later. */
    default Seals closed() {
        Seals open = this;
        return new Seals() {
            @Override
            public boolean knows(String keyId) {
                return open.knows(keyId);
            }

            @Override
            public Optional<Sealed> move(ClaimRow claim, Sealed sealed, Place from, Place to) {
                return knows(sealed.keyId()) ? Optional.of(sealed) : Optional.empty();
            }
        };
    }
}
