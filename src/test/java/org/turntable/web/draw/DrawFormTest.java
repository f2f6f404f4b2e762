package org.turntable.web.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.http.Requests;
import org.turntable.web.page.Notice;

class DrawFormTest {
    @Test
    void aValidFormIsRead() {
        assertEquals(
                new DrawForm(3, "token", null, null),
                DrawForm.of(Requests.post("/c/spring/draws")
                        .parameter("number", "3")
                        .parameter("csrf", "token")
                        .request));
    }

    @Test
    void theSmallestAndTheLargestNumberAreRead() {
        assertEquals(1, DrawForm.number("1"));
        assertEquals(7, DrawForm.number("000000007"));
        assertEquals(999_999_999, DrawForm.number("999999999"));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "0",
                "000000000",
                "-1",
                "+1",
                "1.0",
                "1e3",
                " 1",
                "1 ",
                "0x1",
                "one",
                "1000000000",
                "2147483648",
                "99999999999999999999",
                "\u0663",
                "\uff13",
                "1\n",
                "1;2",
                "NaN",
                "null"
            })
    void whateverElseANumberIsItIsABadRequestAndNoStackTrace(String text) {
        RequestRejectedException refused = assertThrows(RequestRejectedException.class, () -> DrawForm.number(text));
        assertEquals(Notice.BAD_REQUEST, refused.notice());
    }
}
