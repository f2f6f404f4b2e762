package org.turntable.web.signin;

import java.util.Objects;

/**
 * The simple sign-in: a name is enough.
 *
 * @param returnTo the local path to go on to, already checked by the servlet
 * @param csrf the form's token
 * @param name the name as typed before, for correction; may be empty
 * @param wrongName whether the name was refused (it must have 1 to 32 characters)
 */
public record SignInPage(String returnTo, String csrf, String name, boolean wrongName) {
    /** Missing texts become empty ones. */
    public SignInPage {
        returnTo = Objects.requireNonNullElse(returnTo, "");
        csrf = Objects.requireNonNullElse(csrf, "");
        name = Objects.requireNonNullElse(name, "");
    }
}
