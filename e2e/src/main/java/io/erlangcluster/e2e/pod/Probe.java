package io.erlangcluster.e2e.pod;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A tcpSocket probe, from the host as a kubelet does it: whether the port accepts. */
final class Probe {

    static final long PERIOD_MILLIS = 50;

    private static final int TIMEOUT_MILLIS = 1000;

    private Probe() {}

    static boolean succeeds(String ip, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(ip, port), TIMEOUT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
