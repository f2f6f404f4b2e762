package org.turntable.cli.common;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version out of the jar's manifest. */
public final class ToolVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = ToolVersion.class.getPackage().getImplementationVersion();
        return new String[] {"turntable-ops " + Optional.ofNullable(version).orElse("(not built into a jar)")};
    }
}
