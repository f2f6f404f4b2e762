package org.turntable.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalPathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/c/spring",
                "/c/spring/rules?lang=en",
                "/c/spring?notice=busy&lang=zh-CN",
                "/sign-in?return=%2Fc%2Fspring"
            })
    void aPathOfOursIsKept(String path) {
        assertEquals(path, LocalPath.of(path));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "https://evil.example",
                "//evil.example",
                "///evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "/\t/evil.example",
                "/%2Fevil.example",
                "/%5Cevil.example",
                "/.//evil.example",
                "/c//evil.example",
                "/@evil.example",
                "/c@evil.example",
                "/c:80",
                "javascript:alert(1)",
                "/javascript:alert(1)",
                "c/spring",
                " /c/spring",
                "/c/spring ",
                "/c/spring\r\nSet-Cookie: a=b",
                "/c/spring\n",
                "/c/spring#top",
                "/c/<script>",
                "/c/\u4e2d",
                "/\u2044evil.example",
                "http:/evil.example",
                "/..//evil.example",
                "?return=/",
                "/;@evil.example"
            })
    void whateverLeadsElsewhereOrHidesSomethingLeadsHome(String path) {
        assertEquals("/", LocalPath.of(path));
    }

    @Test
    void aPathOfTwoHundredCharactersIsKeptAndALongerOneIsNot() {
        String longest = "/c/spring?" + "a".repeat(190);
        assertEquals(longest, LocalPath.of(longest));
        assertEquals("/", LocalPath.of(longest + "a"));
    }
}
