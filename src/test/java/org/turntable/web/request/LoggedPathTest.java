package org.turntable.web.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoggedPathTest {
    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/c/spring-2026, /c/spring-2026",
        "/c/spring/prizes/1/coupon/5f0c2a9e41b7d386, /c/spring/prizes/1/coupon/5f0c2a9e41b7d386",
        "/c/wave-2026-gold/rules/3, /c/wave-2026-gold/rules/3",
        "/assets/turntable.0a1b2c3d.css, /assets/turntable.0a1b2c3d.css",
        "/redeem/confirmations, /redeem/confirmations",
        "//c//spring, //c//spring"
    })
    void aPathWithoutACodeIsWhole(String path, String logged) {
        assertEquals(logged, LoggedPath.of(path));
    }

    @ParameterizedTest
    @CsvSource({
        "/c/spring/prizes/1/code/173V-7Q2M-4KXC, /c/spring/prizes/1/code/***",
        "/c/spring/prizes/1/code/173v7q2m4kxc/, /c/spring/prizes/1/code/***",
        "/C/SPRING/PRIZES/1/CODE/173V-7Q2M-4KXC, /C/SPRING/PRIZES/1/CODE/***",
        "//c/spring/prizes/1/code//173V-7Q2M-4KXC, //c/spring/prizes/1/code/***",
        "/c/spring/prizes/1/c%6fde/173V-7Q2M-4KXC, /c/spring/prizes/1/c",
        "/c/spring/prizes/1/code;x=1/173V-7Q2M-4KXC, /c/spring/prizes/1/code",
        "/c/spring/prizes/1/code%2f173V-7Q2M-4KXC, /c/spring/prizes/1/code",
        "/c/spring/prizes/1/code\\173V-7Q2M-4KXC, /c/spring/prizes/1/code",
        "/redeem/173V-7Q2M-4KXC, /redeem/***",
        "/173V-7Q2M-4K/x, /***",
        "/c/173V-7Q2M-4KXC, /c/***"
    })
    void aCodeIsMaskedHoweverItsAddressIsSpelled(String path, String logged) {
        assertEquals(logged, LoggedPath.of(path));
    }
}
