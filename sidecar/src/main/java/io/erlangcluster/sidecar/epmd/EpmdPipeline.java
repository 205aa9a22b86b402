package io.erlangcluster.sidecar.epmd;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;

/** What a connection passes through, in this order. */
final class EpmdPipeline extends ChannelInitializer<Channel> {

    private final EpmdSettings settings;
    private final Registrations registrations;
    private final NodeLookUp lookUp;
    private final ConnectionSlot.Places places;
    private final EpmdRequestDecoder requestDecoder = new EpmdRequestDecoder();
    private final EpmdResponseEncoder responseEncoder = new EpmdResponseEncoder();

    EpmdPipeline(EpmdSettings settings, Registrations registrations, RemoteNodes remoteNodes) {
        this.settings = settings;
        this.registrations = registrations;
        this.lookUp = new NodeLookUp(registrations, remoteNodes, settings.lookUpTimeout());
        this.places = new ConnectionSlot.Places(settings.maxConnections());
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.pipeline()
                .addLast(new ConnectionSlot(places))
                .addLast(new EpmdFrameDecoder())
                .addLast(requestDecoder)
                .addLast(responseEncoder)
                .addLast(new PeerGate(settings.listen()))
                .addLast(new RequestDeadline(settings.packetTimeout()))
                .addLast(new EpmdConnectionHandler(registrations, lookUp));
    }
}
