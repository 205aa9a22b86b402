package io.erlangcluster.sidecar.dist;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A living connection to a node, as a hidden node. Usable from any thread; answers come on its event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
public final class DistConnection {

    private static final int MAX_CALLS = 256;
    private static final int CALLS_PROCESS = 1;

    private record Call(String what, Promise<Term> promise, Future<?> timer) {}

    private final EventLoop loop;
    private final Channel channel;
    private final DistChannel wire;
    private final Term.Atom us;
    private final int creation;
    private final String node;
    private final Duration callTimeout;
    private final Map<Integer, Call> calls = new HashMap<>();
    private final Map<Integer, Consumer<Term>> processes = new HashMap<>();
    private int lastRef;
    private int lastProcess = CALLS_PROCESS;

    private DistConnection(
            Channel channel, EventLoop loop, HandshakeMessage.Name us, String node, Duration callTimeout) {
        this.channel = channel;
        this.loop = loop;
        this.us = Term.atom(us.name());
        this.creation = us.creation();
        this.node = node;
        this.callTimeout = callTimeout;
        this.wire = new DistChannel(channel, new Answers());
        processes.put(CALLS_PROCESS, this::answered);
    }

    static DistConnection over(
            Channel channel, EventLoop loop, HandshakeMessage.Name us, String node, Duration callTimeout) {
        return new DistConnection(channel, loop, us, node, callTimeout);
    }

    void takeOver(ChannelHandlerContext ctx, HandshakeHandler<?> handshake) {
        wire.takeOver(ctx, handshake);
    }

    /** The node's full name. */
    public String node() {
        return node;
    }

    /** Done when the connection has ended, for whatever reason. */
    public Future<Void> closeFuture() {
        return channel.closeFuture();
    }

    /** Ends the connection; calls that wait fail with {@link DistFailure.Closed}. */
    public void close() {
        channel.close();
    }

    /**
     * Calls {@code module:function(args)} in the node by way of rpc's server {@code rex}. Fails with a
     * {@link DistException}: TooManyCalls beyond {@value #MAX_CALLS} at once, Timeout, Closed, CallFailed.
     */
    public Future<Term> call(String module, String function, List<Term> args) {
        Promise<Term> promise = loop.newPromise();
        String what = module + ":" + function + "/" + args.size();
        if (loop.inEventLoop()) {
            send(promise, what, Term.atom(module), Term.atom(function), Term.list(args));
        } else {
            loop.execute(() -> send(promise, what, Term.atom(module), Term.atom(function), Term.list(args)));
        }
        return promise;
    }

    private void send(Promise<Term> promise, String what, Term module, Term function, Term args) {
        if (!channel.isActive()) {
            promise.setFailure(new DistFailure.Closed(node).exception());
            return;
        }
        if (calls.size() >= MAX_CALLS) {
            promise.setFailure(new DistFailure.TooManyCalls(node, MAX_CALLS).exception());
            return;
        }
        Term.Ref ref = newRef();
        int key = ref.words().getFirst();
        Future<?> timer = loop.schedule(
                () -> finish(key, new DistFailure.Timeout(what + " in " + node, callTimeout.toMillis())),
                callTimeout.toMillis(),
                TimeUnit.MILLISECONDS);
        calls.put(key, new Call(what, promise, timer));
        // As rpc.erl of OTP 25 to 29 takes it; the group leader `user` keeps output in the node.
        Term request = Term.tuple(Term.atom("call"), module, function, args, Term.atom("user"));
        Term from = Term.tuple(pid(CALLS_PROCESS), ref);
        wire.send(pid(CALLS_PROCESS), "rex", Term.tuple(Term.atom("$gen_call"), from, request));
    }

    private void finish(int key, DistFailure failure) {
        Call call = calls.remove(key);
        if (call != null) {
            call.timer().cancel(false);
            call.promise().tryFailure(failure.exception());
        }
    }

    private void answered(Term message) {
        if (!(message instanceof Term.Tuple(List<Term> parts))
                || parts.size() != 2
                || !(parts.getFirst() instanceof Term.Ref ref)) {
            return;
        }
        Call call = calls.remove(ref.words().getFirst());
        if (call == null) {
            return;
        }
        call.timer().cancel(false);
        Term result = parts.getLast();
        if (result instanceof Term.Tuple(List<Term> bad)
                && bad.size() == 2
                && bad.getFirst().equals(Term.atom("badrpc"))) {
            String reason = bad.getLast().toString();
            call.promise()
                    .tryFailure(new DistFailure.CallFailed(
                                    call.what(), reason.substring(0, Math.min(200, reason.length())))
                            .exception());
        } else {
            call.promise().trySuccess(result);
        }
    }

    /**
     * Has the node tell {@code events} of its links to visible nodes, until this connection ends. It is closed if the
     * watching process in the node ends, so that whoever needs the events connects anew.
     */
    public Future<Void> monitorNodes(NodeEvents events) {
        Promise<Void> promise = loop.newPromise();
        if (loop.inEventLoop()) {
            startMonitor(events, promise);
        } else {
            loop.execute(() -> startMonitor(events, promise));
        }
        return promise;
    }

    private void startMonitor(NodeEvents events, Promise<Void> promise) {
        int process = ++lastProcess;
        processes.put(process, message -> NodeMonitor.tell(message, events));
        Term bindings = Term.list(List.of(Term.tuple(Term.atom("Ctl"), pid(process))));
        Steps steps = new Steps(promise);
        steps.then(
                call("erl_scan", "string", List.of(Term.charlist(NodeMonitor.PROGRAM))),
                scanned -> steps.then(call("erl_parse", "parse_exprs", List.of(second(scanned))), parsed -> {
                    Term args = Term.list(List.of(second(parsed), bindings));
                    List<Term> spawn = List.of(Term.atom("erl_eval"), Term.atom("exprs"), args);
                    steps.then(call("erlang", "spawn", spawn), spawned -> {
                        if (spawned instanceof Term.Pid watcher) {
                            wire.monitor(pid(process), watcher, newRef());
                            promise.trySuccess(null);
                        }
                    });
                }));
    }

    /** A chain of calls that fails as its first failing call does. */
    private record Steps(Promise<Void> end) {
        void then(Future<Term> call, Consumer<Term> next) {
            call.addListener((Future<Term> done) -> {
                if (done.isSuccess()) {
                    next.accept(done.getNow());
                } else {
                    end.tryFailure(done.cause());
                }
            });
        }
    }

    /** The second element of {@code {ok, X, ...}}; nil if there is none, which the node then refuses. */
    private static Term second(Term ok) {
        return ok instanceof Term.Tuple(List<Term> parts) && parts.size() >= 2 ? parts.get(1) : new Term.Nil();
    }

    private Term.Pid pid(int process) {
        return new Term.Pid(us, process, 0, creation);
    }

    private Term.Ref newRef() {
        return new Term.Ref(us, creation, List.of(++lastRef & 0x3ffff, 0, 0));
    }

    private final class Answers implements DistChannel.Inbox {
        @Override
        public void sent(Term.Pid to, Term message) {
            Consumer<Term> process = processes.get(to.id());
            if (process != null) {
                process.accept(message);
            }
        }

        @Override
        public void down(Term.Ref ref, Term reason) {
            channel.close();
        }

        @Override
        public void silent() {
            // A large net_ticktime is silent too: only a VM that answers no call either is gone.
            call("erlang", "node", List.of()).addListener(answer -> {
                if (!answer.isSuccess()) {
                    channel.close();
                }
            });
        }

        @Override
        public void closed() {
            List.copyOf(calls.keySet()).forEach(key -> finish(key, new DistFailure.Closed(node)));
            processes.clear();
        }
    }
}
