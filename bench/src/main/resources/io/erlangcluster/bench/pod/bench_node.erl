%% What the VMs of bin/bench do: commands come as terms on standard input, and a line with numbers answers each.
-module(bench_node).
-export([main/0, join/2, connect/1, poll/6, look_ups/3, stream/3, sink/2, round_trips/2, echo/0, ready/0]).

main() ->
    spawn(fun serve/0).

serve() ->
    case io:read('') of
        {ok, {Function, Arguments}} ->
            try
                io:format("result~s~n", [[io_lib:format(" ~w", [N]) || N <- apply(?MODULE, Function, Arguments)]])
            catch
                _:Why -> io:format("failure ~0p~n", [Why])
            end,
            serve();
        _ ->
            halt()
    end.

ready() ->
    [].

%% Registers as Name and waits until it is connected to Peers nodes: when the one and when the other, in µs since 1970.
join(Name, Peers) ->
    join(Name, Peers, fun() -> ok end).

join(Name, Peers, Registered) ->
    {ok, _} = net_kernel:start([Name, longnames]),
    At = os:system_time(microsecond),
    ok = net_kernel:monitor_nodes(true),
    Registered(),
    connected(Peers),
    [At, os:system_time(microsecond)].

connected(Peers) ->
    case length(nodes()) >= Peers of
        true ->
            ok;
        false ->
            receive
                {nodeup, _} -> connected(Peers);
                {nodedown, _} -> connected(Peers)
            after 60000 -> exit({connected_only_to, nodes()})
            end
    end.

%% Connects to Node, as any message to it would.
connect(Node) ->
    true = net_kernel:connect_node(Node),
    [].

%% As join, but nobody connects it: it asks the API for the pods, after First ms and then every Every ms, and connects to
%% each, as the Kubernetes strategy of libcluster does.
poll(Name, Peers, Host, Port, First, Every) ->
    join(Name, Peers, fun() -> spawn_link(fun() -> timer:sleep(First), polling(Host, Port, Every) end) end).

polling(Host, Port, Every) ->
    {ok, Socket} = gen_tcp:connect(Host, Port, [binary, {active, false}]),
    ok = gen_tcp:send(Socket, [
        "GET /api/v1/namespaces/prod/pods?labelSelector=app%3Dbare HTTP/1.1\r\n",
        "Host: api\r\nConnection: close\r\n\r\n"
    ]),
    Answer = all(Socket, <<>>),
    {match, Ips} = re:run(Answer, "\"podIP\"\\s*:\\s*\"([^\"]+)\"", [global, {capture, [1], list}]),
    Others = [list_to_atom("bare@" ++ Ip) || [Ip] <- Ips],
    [net_kernel:connect_node(Node) || Node <- Others -- [node() | nodes()]],
    timer:sleep(Every),
    polling(Host, Port, Every).

all(Socket, Sofar) ->
    case gen_tcp:recv(Socket, 0, 2000) of
        {ok, More} -> all(Socket, <<Sofar/binary, More/binary>>);
        {error, _} -> gen_tcp:close(Socket), Sofar
    end.

%% Count look-ups of Alive at this machine's EPMD, a connection each, by Clients at once: how many found it.
look_ups(Alive, Count, Clients) ->
    Self = self(),
    Ask = fun() -> Self ! length([1 || _ <- lists:seq(1, Count div Clients), found(Alive)]) end,
    [spawn_link(Ask) || _ <- lists:seq(1, Clients)],
    [lists:sum([receive N -> N end || _ <- lists:seq(1, Clients)])].

found(Alive) ->
    element(1, erl_epmd:port_please(Alive, {127, 0, 0, 1})) =:= port.

%% Sends Count messages of Size bytes to Node: µs until it has told that all came.
stream(Node, Size, Count) ->
    Payload = rand:bytes(Size),
    Sink = spawn(Node, ?MODULE, sink, [self(), Count]),
    Begin = erlang:monotonic_time(microsecond),
    [Sink ! Payload || _ <- lists:seq(1, Count)],
    receive
        done -> [erlang:monotonic_time(microsecond) - Begin]
    end.

sink(From, 0) ->
    From ! done;
sink(From, Left) ->
    receive
        Payload when is_binary(Payload) -> sink(From, Left - 1)
    end.

%% Count small calls of a process of Node, one after the other: p50 and p99 of the round trips, ns.
round_trips(Node, Count) ->
    Echo = spawn(Node, ?MODULE, echo, []),
    [trip(Echo) || _ <- lists:seq(1, Count div 5)],
    Times = lists:sort([trip(Echo) || _ <- lists:seq(1, Count)]),
    exit(Echo, kill),
    [lists:nth(Count div 2, Times), lists:nth(Count * 99 div 100, Times)].

trip(Echo) ->
    Begin = erlang:monotonic_time(nanosecond),
    Echo ! {self(), call},
    receive
        call -> erlang:monotonic_time(nanosecond) - Begin
    end.

echo() ->
    receive
        {From, Call} ->
            From ! Call,
            echo()
    end.
