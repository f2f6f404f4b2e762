package org.turntable.tool.command.line;

import java.util.concurrent.Callable;
import org.turntable.player.IdentitySigner;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.ToolVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the file with the key by which an edge with njs verifies players' cookies. */
@Command(
        name = "edge-key",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = "Prints hosts/edge-key.conf for an edge with njs: the key by which it verifies that a node knows "
                + "a player. The key is derived from identity.secret and signs no identity. Run it on a node, whose "
                + "settings have that secret, and write the output to the edge as a file that root alone can read.")
public final class EdgeKeyCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        String key =
                IdentitySigner.edgeKey(common.settings().readIdentitySecret().reveal());
        spec.commandLine()
                .getOut()
                .print("# Made by turntable-ops edge-key; belongs to the nodes' identity.secret.\n"
                        + "map \"\" $edge_key {\n    default \"" + key + "\";\n}\n");
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
