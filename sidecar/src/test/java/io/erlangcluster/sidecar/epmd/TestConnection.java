package io.erlangcluster.sidecar.epmd;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** A connection to the server's pipeline without a network, spoken to in hexadecimal. */
final class TestConnection extends EmbeddedChannel {

    private final InetSocketAddress peer;
    private final InetSocketAddress own;
    private final ByteArrayOutputStream answered = new ByteArrayOutputStream();
    private int writes;

    private TestConnection(EpmdPipeline pipeline, String peer, String own) throws Exception {
        super(DefaultChannelId.newInstance(), false, false, pipeline);
        this.peer = new InetSocketAddress(peer, 50000);
        this.own = new InetSocketAddress(own, 4369);
        freezeTime();
        register();
    }

    static TestConnection local(EpmdPipeline pipeline) throws Exception {
        return new TestConnection(pipeline, "127.0.0.1", "127.0.0.1");
    }

    static TestConnection between(EpmdPipeline pipeline, String peer, String own) throws Exception {
        return new TestConnection(pipeline, peer, own);
    }

    /** Sends the bytes as one segment. */
    TestConnection send(String hex) {
        writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", ""))));
        return this;
    }

    /** Whether the peer reads: what it does not read is not sent. */
    TestConnection reading(boolean reads) {
        unsafe().outboundBuffer().setUserDefinedWritability(1, reads);
        runPendingTasks();
        return this;
    }

    /** The peer is gone. */
    void hangUp() {
        close().syncUninterruptibly();
    }

    /** Everything answered so far and not yet taken. */
    byte[] answer() {
        byte[] bytes = answered.toByteArray();
        answered.reset();
        return bytes;
    }

    /** How often something was sent: a system call each, on a real socket. */
    int writes() {
        return writes;
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) throws Exception {
        writes += out.isEmpty() ? 0 : 1;
        super.doWrite(out);
    }

    String answerHex() {
        return ByteBufUtil.hexDump(answer());
    }

    /** The test is the network: it frees what was sent. */
    @Override
    protected void handleOutboundMessage(Object sent) {
        ByteBuf bytes = (ByteBuf) sent;
        answered.writeBytes(ByteBufUtil.getBytes(bytes));
        bytes.release();
    }

    @Override
    protected SocketAddress localAddress0() {
        return own;
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return peer;
    }
}
