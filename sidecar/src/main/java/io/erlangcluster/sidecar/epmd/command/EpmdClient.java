package io.erlangcluster.sidecar.epmd.command;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.erlangcluster.sidecar.epmd.extension.Position;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;

/** Asks the server of this machine, and prints what it says; every word and exit code as in epmd_cli.c. */
final class EpmdClient {

    private static final int MAX_STOP_NAME_BYTES = 1000;

    private final int port;
    private final Terminal terminal;

    EpmdClient(int port, Terminal terminal) {
        this.port = port;
        this.terminal = terminal;
    }

    /** Prints the server's list in one write. */
    int list(char request) throws IOException {
        try (Socket epmd = connect()) {
            ask(epmd, request, new byte[0]);
            DataInputStream in = new DataInputStream(epmd.getInputStream());
            ByteArrayOutputStream page = new ByteArrayOutputStream();
            int serving = in.readInt();
            page.writeBytes("epmd: up and running on port %d with data:\n"
                    .formatted(serving)
                    .getBytes(US_ASCII));
            in.transferTo(page);
            terminal.print(page.toByteArray());
            return 0;
        } catch (NotRunningException none) {
            return notRunning();
        } catch (EOFException silent) {
            terminal.print("epmd: no response from local epmd\n");
            return 1;
        }
    }

    /** 0 if a server answers. */
    int started() throws IOException {
        try (Socket epmd = connect()) {
            ask(epmd, 'n', new byte[0]);
            return epmd.getInputStream().readNBytes(Integer.BYTES).length == Integer.BYTES ? 0 : 1;
        } catch (NotRunningException none) {
            return 1;
        }
    }

    int kill() throws IOException {
        try (Socket epmd = connect()) {
            ask(epmd, 'k', new byte[0]);
            byte[] answer = answer(epmd, 2);
            if (answer.length < 2) {
                return unexpected(answer);
            }
            boolean killed = answer[0] == 'O' && answer[1] == 'K';
            terminal.print(killed ? "Killed\n" : "Killing not allowed - living nodes in database.\n");
            return killed ? 0 : 1;
        } catch (NotRunningException none) {
            return notRunning();
        }
    }

    int stop(String name) throws IOException {
        byte[] bytes = name.getBytes(UTF_8);
        if (bytes.length > MAX_STOP_NAME_BYTES) {
            terminal.print("epmd: Name too long!");
            return 1;
        }
        try (Socket epmd = connect()) {
            ask(epmd, 's', bytes);
            byte[] answer = answer(epmd, "STOPPED".length());
            if (answer.length < "STOPPED".length()) {
                return unexpected(answer);
            }
            terminal.print(new String(answer, US_ASCII) + "\n");
            return 0;
        } catch (NotRunningException none) {
            return notRunning();
        }
    }

    interface Conversation {
        int with(ExtendedClient client) throws IOException;
    }

    /** Talks over one connection in the extended protocol. */
    int extended(NodePrinter printer, Conversation conversation) throws IOException {
        try (Socket epmd = connect()) {
            return conversation.with(new ExtendedClient(epmd, terminal, printer));
        } catch (NotRunningException none) {
            return notRunning();
        }
    }

    /** Watches until the server refuses to be watched: where one connection ends, the next goes on. */
    int watch(NodePrinter printer, Wanted wanted) throws IOException {
        ToldNodes told = new ToldNodes(terminal, printer, wanted::takes);
        Backoff backoff = new Backoff();
        while (true) {
            Optional<Position> before = told.position();
            try (Socket epmd = connect()) {
                return new ExtendedClient(epmd, terminal, printer).watch(wanted.filter(), told);
            } catch (NotRunningException none) {
                if (!told.started()) {
                    return notRunning();
                }
            } catch (IOException ended) {
                if (!told.started()) {
                    throw ended;
                }
                terminal.complain("epmd: local epmd ended, waiting for the next\n");
            }
            if (!told.position().equals(before)) {
                backoff = new Backoff();
            }
            backoff.pause();
        }
    }

    private int notRunning() {
        terminal.complain("epmd: Cannot connect to local epmd\n");
        return 1;
    }

    private int unexpected(byte[] answer) {
        terminal.print("epmd: local epmd responded with <" + new String(answer, US_ASCII) + ">\n");
        return 1;
    }

    private static void ask(Socket epmd, char tag, byte[] body) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(request);
        out.writeShort(1 + body.length);
        out.writeByte(tag);
        out.write(body);
        epmd.getOutputStream().write(request.toByteArray());
    }

    private static byte[] answer(Socket epmd, int length) throws IOException {
        InputStream in = epmd.getInputStream();
        return in.readNBytes(length);
    }

    /** IPv6 first, as C does. */
    private Socket connect() throws NotRunningException {
        for (String loopback : new String[] {"::1", "127.0.0.1"}) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(InetAddress.ofLiteral(loopback), port));
                return socket;
            } catch (IOException notThere) {
                closeQuietly(socket);
            }
        }
        throw new NotRunningException();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It was never connected: there is nothing to lose.
        }
    }

    private static final class NotRunningException extends IOException {
        private static final long serialVersionUID = 1;
    }
}
