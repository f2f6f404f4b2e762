package org.turntable.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrCodeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://lottery.example.com/c/golden-week",
                "http://127.0.0.1:8080/",
                "https://a.cn/c/x?from=menu&v=20260924&note=%E4%B8%AD"
            })
    void aCameraReadsWhatWasWritten(String address) {
        assertEquals(address, QrCodes.read(QrCode.of(address)));
    }

    @Test
    void theLongestAddressOfThisSiteFits() {
        String longest = "https://lottery.example.com/" + "x".repeat(199);
        assertEquals(longest, QrCodes.read(QrCode.of(longest)));
    }

    @Test
    void aTextTooLongForACodeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> QrCode.of("x".repeat(5_000)));
    }
}
