package org.turntable.testing.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection of a {@link LoadLoop}: at most one request in flight, its script and the bytes of its answer. */
final class LoadConnection {
    final Script script;
    final AnswerBuffer answer = new AnswerBuffer();
    /** When the request in flight was sent, or was due; System.nanoTime. */
    long start;

    private final InetSocketAddress server;
    private SocketChannel channel;
    private SelectionKey key;
    private ByteBuffer unsent;

    LoadConnection(InetSocketAddress server, Script script) {
        this.server = server;
        this.script = script;
    }

    boolean closed() {
        return channel == null;
    }

    /** Connects and blocks: on loopback that is faster than a pass of the selector. */
    void connect(Selector selector) throws IOException {
        answer.clear();
        unsent = null;
        channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Sends what the kernel takes; the rest goes with {@link #finishSending()}. */
    void send(ByteBuffer request) throws IOException {
        channel.write(request);
        if (request.hasRemaining()) {
            unsent = ByteBuffer.allocate(request.remaining()).put(request).flip();
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    /** True once the whole request has left. */
    boolean finishSending() throws IOException {
        if (unsent != null) {
            channel.write(unsent);
            if (unsent.hasRemaining()) {
                return false;
            }
            unsent = null;
            key.interestOps(SelectionKey.OP_READ);
        }
        return true;
    }

    /** Reads what has come; true where an answer is whole. */
    boolean receive(ByteBuffer shared) throws IOException {
        shared.clear();
        int read = channel.read(shared);
        if (read < 0) {
            if (answer.endOfStream()) {
                return true;
            }
            throw new EOFException("closed by the server");
        }
        answer.append(shared.flip());
        return answer.complete();
    }

    /** Removes the answer, and closes the connection when the server has announced it. */
    void answerTaken() {
        if (answer.closes()) {
            close();
        } else {
            answer.discard();
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // The connection is not used any more.
        }
        channel = null;
    }
}
