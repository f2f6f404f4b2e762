package org.turntable.cli.push;

import java.util.concurrent.Callable;
import org.turntable.cli.common.CommandFailure;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.common.ToolVersion;
import org.turntable.push.Node;
import org.turntable.push.NodeFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a node stand aside without touching the edge: its 502 sends each player on to the next node. */
@Command(name = "drain", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class,
        description = "Makes a node stand aside, or with --off come back. A restart brings it back, too.")
public final class DrainCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;
    @Parameters(paramLabel = "ADDRESS:PORT", description = "The node, as in nodes.list.")
    private String address;
    @Option(names = "--off", description = "Takes players again.")
    private boolean off;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Node node = Nodes.named(common.settings().readPush(), address);
        try {
            node.drain(!off);
        } catch (NodeFailure failed) {
            throw new CommandFailure(address + " " + failed.getMessage(), failed);
        }
        spec.commandLine().getOut().println(address + (off ? " takes players again." : " stands aside; the edge asks the next node."));
        return ExitCode.OK;
    }
}
