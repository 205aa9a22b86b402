package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.sidecar.epmd.EpmdSettings.Delays;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;

/** What a connection passes through, in this order. */
final class EpmdPipeline extends ChannelInitializer<Channel> {

    private final EpmdSettings settings;
    private final Registrations registrations;
    private final NodeLookUp lookUp;
    private final ConnectionSlot.Places places;
    private final Commands commands;
    private final EpmdRequestDecoder requestDecoder = new EpmdRequestDecoder();
    private final EpmdResponseEncoder responseEncoder = new EpmdResponseEncoder();

    EpmdPipeline(EpmdSettings settings, Registrations registrations, RemoteNodes remoteNodes, Runnable kill) {
        this.settings = settings;
        this.registrations = registrations;
        this.lookUp = new NodeLookUp(registrations, remoteNodes, settings.lookUpTimeout());
        this.commands = new Commands(settings.commands(), registrations, kill);
        this.places = new ConnectionSlot.Places(settings.maxConnections());
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.pipeline().addLast(new ConnectionSlot(places));
        if (!settings.delays().equals(Delays.NONE)) {
            channel.pipeline().addLast(new DelayHandler(settings.delays()));
        }
        channel.pipeline()
                .addLast(new EpmdFrameDecoder())
                .addLast(requestDecoder)
                .addLast(responseEncoder)
                .addLast(new PeerGate(settings.listen()))
                .addLast(new RequestDeadline(settings.packetTimeout()))
                .addLast(new EpmdConnectionHandler(registrations, lookUp, commands));
    }
}
