package io.erlangcluster.sidecar.epmd.command;

import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.LookUp;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Names3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Watch;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Found;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.ListPiece;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Refused;
import io.erlangcluster.sidecar.epmd.extension.Filter;
import io.erlangcluster.sidecar.epmd.extension.NodeEntry;
import io.erlangcluster.sidecar.epmd.extension.RequestFormat;
import io.erlangcluster.sidecar.epmd.extension.ResponseFormat;
import io.netty.handler.codec.CorruptedFrameException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Asks the server of this machine what the C epmd cannot be asked; docs/epmd-protocol.md. */
final class ExtendedClient {

    private final Terminal terminal;
    private final NodePrinter printer;
    private final Socket epmd;
    private boolean answered;

    /** @param epmd connected to the server */
    ExtendedClient(Socket epmd, Terminal terminal, NodePrinter printer) {
        this.epmd = epmd;
        this.terminal = terminal;
        this.printer = printer;
    }

    /** All names with their transports, under the head that -names has. */
    int names() throws IOException {
        return ask(new Names3(), lines -> {
            StringBuilder page = new StringBuilder();
            Optional<ExtensionResponse> next = lines.next();
            while (next.isPresent() && next.get() instanceof ListPiece(boolean more, var port, var text)) {
                port.ifPresent(
                        serving -> page.append("epmd: up and running on port %d with data:\n".formatted(serving)));
                page.append(text);
                next = more ? lines.next() : Optional.empty();
            }
            terminal.print(page.toString());
            return 0;
        });
    }

    /** The nodes in {@code filter} whose names {@code wanted} takes; 1 if there is none. */
    int lookUp(Filter filter, Predicate<String> wanted) throws IOException {
        return ask(new LookUp(filter, 0), answers -> {
            List<NodeEntry> nodes = new ArrayList<>();
            boolean more = true;
            while (more) {
                switch (answers.next().orElseThrow(EOFException::new)) {
                    case Found(boolean further, var some) -> {
                        some.stream().filter(node -> wanted.test(node.name())).forEach(nodes::add);
                        more = further;
                    }
                    case Refused refusal -> {
                        return refused(refusal);
                    }
                    case ExtensionResponse other -> throw new CorruptedFrameException("unexpected " + other);
                }
            }
            terminal.print(printer.all(nodes));
            return nodes.isEmpty() ? 1 : 0;
        });
    }

    /** The nodes in {@code filter}, and each change from then on; an IOException is the end of the connection. */
    int watch(Filter filter, ToldNodes told) throws IOException {
        answered = told.started();
        return ask(new Watch(filter, told.position()), answers -> {
            while (true) {
                ExtensionResponse next = answers.next().orElseThrow(() -> new EOFException("it ended"));
                if (next instanceof Refused refusal) {
                    return refused(refusal);
                }
                told.hear(next);
            }
        });
    }

    private int refused(Refused refusal) {
        terminal.complain("epmd: local epmd refused: " + refusal.message() + "\n");
        return 1;
    }

    private interface Answers {
        /** Empty at the end of the connection. */
        Optional<ExtensionResponse> next() throws IOException;
    }

    private interface Reading {
        int read(Answers answers) throws IOException;
    }

    private int ask(ExtensionRequest request, Reading reading) throws IOException {
        try {
            epmd.getOutputStream().write(RequestFormat.frame(request));
            DataInputStream in = new DataInputStream(epmd.getInputStream());
            return reading.read(() -> next(request, in));
        } catch (IOException | CorruptedFrameException e) {
            if (answered) {
                throw new IOException("local epmd broke off: " + e.getMessage(), e);
            }
            terminal.complain("epmd: local epmd does not know this request: it is the C epmd, or an older one\n");
            return 1;
        }
    }

    private Optional<ExtensionResponse> next(ExtensionRequest request, DataInputStream in) throws IOException {
        int high = in.read();
        if (high < 0 && answered) {
            return Optional.empty();
        }
        int low = in.readUnsignedByte();
        byte[] frame = new byte[high << 8 | low];
        in.readFully(frame);
        ExtensionResponse response = ResponseFormat.decode(request, !answered, frame);
        answered = true;
        return Optional.of(response);
    }
}
