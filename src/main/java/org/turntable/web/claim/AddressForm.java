package org.turntable.web.claim;

import jakarta.servlet.http.HttpServletRequest;
import org.turntable.claim.address.AddressValidator.Typed;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.page.Notice;

/**
 * The posted fields of the address form.
 *
 * @param typed the fields as typed, not validated
 * @param revision the revision that the form was rendered with, 0 or more
 * @param withdraws whether the address is to be erased
 */
record AddressForm(Typed typed, int revision, boolean withdraws) {
    /** Longer than any valid field; longer values are cut and not shown again. */
    private static final int LONGEST = 200;

    static AddressForm of(HttpServletRequest request) {
        Typed typed = new Typed(
                field(request, "recipient"),
                field(request, "mobile"),
                field(request, "province"),
                field(request, "city"),
                field(request, "district"),
                field(request, "detail"),
                "yes".equals(request.getParameter("consent")));
        return new AddressForm(
                typed, revision(request.getParameter("revision")), "withdraw".equals(request.getParameter("do")));
    }

    private static String field(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value.length() > LONGEST ? value.substring(0, LONGEST) : value;
    }

    private static int revision(String text) {
        if (text == null || !text.matches("[0-9]{1,9}")) {
            throw new RequestRejectedException(Notice.BAD_REQUEST, "an address form without its revision");
        }
        return Integer.parseInt(text);
    }
}
