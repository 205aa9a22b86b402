package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.sidecar.epmd.extension.RequestFormat;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.stream.ChunkedWriteHandler;

/** What a connection passes through, in this order: at first, and once its first request tells what it speaks. */
final class EpmdPipeline extends ChannelInitializer<Channel> {

    private static final String GATE = "gate";
    private static final String FAILURES = "failures";

    private final EpmdSettings settings;
    private final Registrations registrations;
    private final RemoteNodes remoteNodes;
    private final NodeLookUp lookUp;
    private final NodeDirectory directory;
    private final NodeLines lines;
    private final Holders holders = new Holders();
    private final Commands commands;
    private final ConnectionSlot.Places places;
    private final EpmdCodec codec = new EpmdCodec();
    private final ConnectionFailures failures = new ConnectionFailures();

    EpmdPipeline(EpmdSettings settings, Registrations registrations, RemoteNodes remoteNodes, Runnable kill) {
        this.settings = settings;
        this.registrations = registrations;
        this.remoteNodes = remoteNodes;
        this.lookUp = new NodeLookUp(registrations, remoteNodes, settings.lookUpTimeout());
        this.directory = new NodeDirectory(registrations);
        this.lines = new NodeLines(registrations);
        this.commands = new Commands(settings.commands(), registrations, holders, kill);
        this.places = new ConnectionSlot.Places(settings.maxConnections());
    }

    /** Takes part in what the cluster knows. Called once, on the event loop, before the first connection. */
    void observeCluster() {
        remoteNodes.observe(directory);
    }

    /** What a listener passes its connections through. */
    void listen(ChannelPipeline listener) {
        listener.addLast(new SpareDescriptor());
        if (settings.delays().none()) {
            listener.addLast(new EarlyLookUp(settings.listen(), lookUp));
        }
        listener.addLast(new Admission());
    }

    @Override
    protected void initChannel(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline().addLast(new ConnectionSlot(places));
        if (!settings.delays().none()) {
            pipeline.addLast(new DelayHandler(settings.delays()));
        }
        pipeline.addLast(new PauseLimit(settings.pauseLimit()))
                .addLast(new ProtocolChoice(this::speakStock, this::speakExtended))
                .addLast(GATE, new PeerGate(settings.listen()))
                .addLast(new RequestDeadline(settings.requestLimit()))
                .addLast(FAILURES, failures);
    }

    /** The C epmd's protocol: one request, its answer, the end; but for registrations. */
    private void speakStock(ChannelPipeline pipeline) {
        NameHolder holder = new NameHolder(registrations, holders);
        pipeline.addBefore(GATE, null, new EpmdFrameDecoder())
                .addBefore(GATE, null, codec)
                .addBefore(FAILURES, null, new ChunkedWriteHandler())
                .addBefore(FAILURES, null, holder)
                .addBefore(FAILURES, null, new EpmdConnectionHandler(holder, lookUp, lines, commands));
    }

    /** The extended protocol: any number of requests, answers with their length. */
    private void speakExtended(ChannelPipeline pipeline) {
        NameHolder holder = new NameHolder(registrations, holders);
        ChunkedWriteHandler writer = new ChunkedWriteHandler();
        pipeline.channel().config().setAutoRead(false);
        pipeline.remove(PauseLimit.class);
        pipeline.addBefore(GATE, null, new FlushConsolidationHandler())
                .addBefore(GATE, null, new LengthFieldBasedFrameDecoder(2 + RequestFormat.MAX_LENGTH, 0, 2, 0, 2))
                .addBefore(GATE, null, new ExtensionCodec())
                .addBefore(GATE, null, new FlowControlHandler())
                .addBefore(FAILURES, null, new ReaderDeadline(settings.requestLimit()))
                .addBefore(FAILURES, null, writer)
                .addBefore(FAILURES, null, new OneAtATime())
                .addBefore(FAILURES, null, holder)
                .addBefore(FAILURES, null, new DirectoryHandler(directory, writer))
                .addBefore(
                        FAILURES,
                        null,
                        new ExtensionHandler(
                                new TransportRegistration(registrations, holder),
                                new TransportLookUp(lookUp),
                                lines,
                                commands));
    }
}
