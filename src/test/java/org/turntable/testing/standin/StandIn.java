package org.turntable.testing.standin;

import java.io.IOException;
import java.nio.file.Path;

/** The stand-in's process: one argument, the file of its {@link StandInSettings}. */
public final class StandIn {
    private StandIn() {}

    /** The openid of a persona that has the same one each time. */
    public static String openidOf(String persona) {
        return RandomText.openidFor(persona);
    }

    /** Serves until it is ended. */
    public static void main(String[] arguments) throws IOException {
        StandInSettings settings = StandInSettings.read(Path.of(arguments[0]));
        new StandInServer(settings).start();
        System.out.println("the stand-in for WeChat listens on 127.0.0.1:" + settings.port());
    }
}
