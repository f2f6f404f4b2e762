package org.turntable.web;

import jakarta.servlet.http.HttpServletRequest;
import org.turntable.award.address.AddressCheck.Typed;
import org.turntable.web.page.Notice;

/**
 * What the form for an address posts.
 *
 * @param typed     the fields as they were typed, not checked
 * @param revision  what the form had seen, 0 or more
 * @param withdraws whether the address is to be erased
 */
record AddressForm(Typed typed, int revision, boolean withdraws) {
    /** More than any field may hold; what is beyond is not shown again either. */
    private static final int LONGEST = 200;

    static AddressForm of(HttpServletRequest request) {
        Typed typed = new Typed(field(request, "recipient"), field(request, "mobile"), field(request, "province"), field(request, "city"),
                field(request, "district"), field(request, "detail"), "yes".equals(request.getParameter("consent")));
        return new AddressForm(typed, revision(request.getParameter("revision")), "withdraw".equals(request.getParameter("do")));
    }

    private static String field(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value.length() > LONGEST ? value.substring(0, LONGEST) : value;
    }

    private static int revision(String text) {
        if (text == null || !text.matches("[0-9]{1,9}")) {
            throw new RequestRefused(Notice.BAD_REQUEST, "an address form without its revision");
        }
        return Integer.parseInt(text);
    }
}
