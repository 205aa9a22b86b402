package io.erlangcluster.sidecar.epmd.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** A client's connection to an epmd. */
final class Connection implements AutoCloseable {

    private static final int GENEROUS_MILLIS = (int) EpmdProcess.GENEROUS.toMillis();
    private static final int SHORT_MILLIS = 20;

    private final Socket socket;

    private Connection(Socket socket) {
        this.socket = socket;
    }

    static Connection to(InetSocketAddress epmd) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(GENEROUS_MILLIS);
        socket.connect(epmd, GENEROUS_MILLIS);
        return new Connection(socket);
    }

    /** A connection that comes from one of this machine's own addresses. */
    static Connection from(InetAddress own, InetSocketAddress epmd) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(GENEROUS_MILLIS);
        socket.bind(new InetSocketAddress(own, 0));
        socket.connect(epmd, GENEROUS_MILLIS);
        return new Connection(socket);
    }

    /** A connection whose buffer takes next to nothing, to somebody who will not read. */
    static Connection thatNeverReads(InetSocketAddress epmd) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(1024);
        socket.connect(epmd, GENEROUS_MILLIS);
        return new Connection(socket);
    }

    /** Sends {@code bytes} in one segment. */
    Connection send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Sends {@code bytes}, unless the server has ended the connection. */
    boolean sendIfOpen(byte... bytes) {
        try {
            send(bytes);
            return true;
        } catch (IOException ended) {
            return false;
        }
    }

    /** Ends this side; the other may still answer. */
    Connection halfClose() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Ends the connection by a reset, as a process does that dies with unread data. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** The next {@code length} bytes, fewer if the server ends the connection. */
    byte[] read(int length) throws IOException {
        return socket.getInputStream().readNBytes(length);
    }

    /** The next {@code length} bytes; none if the server ends the connection, or is silent for {@code millis}. */
    byte[] read(int length, int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            return read(length);
        } catch (SocketTimeoutException | SocketException ended) {
            return new byte[0];
        } finally {
            socket.setSoTimeout(GENEROUS_MILLIS);
        }
    }

    /** All that comes until the server ends the connection, by a close or, if it left bytes unread, by a reset. */
    byte[] readToEnd() throws IOException {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            return new byte[0];
        }
    }

    /** Whether the server answers or ends the connection within {@code millis}. */
    boolean hears(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            int ignored = socket.getInputStream().read();
            return true;
        } catch (SocketTimeoutException silence) {
            return false;
        } catch (SocketException reset) {
            return true;
        } finally {
            socket.setSoTimeout(GENEROUS_MILLIS);
        }
    }

    /** Whether the server has not ended the connection, after it has worked on all that was sent to it before. */
    boolean isOpenAt(EpmdProcess epmd) throws IOException {
        // Both servers have one thread: when it answers a later request, the end of this connection is on the wire.
        epmd.ask(Request.NAMES);
        return !hears(SHORT_MILLIS);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
