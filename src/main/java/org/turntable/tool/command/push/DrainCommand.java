package org.turntable.tool.command.push;

import java.util.concurrent.Callable;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.ToolVersion;
import org.turntable.tool.push.NodeException;
import org.turntable.tool.push.PushTarget;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Drains a node without a change of nginx: the node answers 502, and nginx sends the request to the next node. */
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = "Drains a node, so that it gets no more players; --off ends the drain. A restart of the "
                + "node ends it, too.")
public final class DrainCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "ADDRESS:PORT", description = "The node, as in nodes.list.")
    private String address;

    @Option(names = "--off", description = "End the drain.")
    private boolean off;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PushTarget node = NodeParts.named(common.settings().readPush(), address);
        try {
            node.drain(!off);
        } catch (NodeException failed) {
            throw new CommandException(address + " " + failed.getMessage(), failed);
        }
        spec.commandLine()
                .getOut()
                .println(address + (off ? " accepts players again." : " is drained; nginx uses the other nodes."));
        return ExitCode.OK;
    }
}
