package org.turntable.tool.command.common;

import org.turntable.config.BuildVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code turntable-ops --version} prints. */
public final class ToolVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"turntable-ops " + BuildVersion.ofJar()};
    }
}
