#!/usr/bin/env bash
# reaper.sh DIR watch RUN   waits for the owner of RUN to end, then removes what RUN left
# reaper.sh DIR sweep       removes what runs whose owner is gone left behind
# DIR/RUN/owner holds "PID START-TIME" of the owner, DIR/RUN/children lines of the same form.
set -u
dir=$1

alive() { # alive PID START-TIME; a process id may be another process by now
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    set -- "$1" "$2" ${stat##*) }
    [ "${22}" = "$2" ]
}

remove() {
    local run=$1 name pid start
    case $run in ec[0-9a-f]*) ;; *) return ;; esac
    if [ -f "$dir/$run/children" ]; then
        while read -r pid start; do
            alive "$pid" "$start" && kill -9 "$pid"
        done <"$dir/$run/children"
    fi
    ip netns list | awk '{print $1}' | grep "^$run-" | while read -r name; do
        ip netns pids "$name" 2>/dev/null | xargs -r kill -9
        ip netns del "$name"
    done
    rm -rf "/etc/netns/$run-"*
    ip link del "$run"
    rm -rf "${dir:?}/$run"
} 2>/dev/null

case $2 in
    watch)
        read -r pid start <"$dir/$3/owner"
        while alive "$pid" "$start"; do tail --pid="$pid" -s 0.5 -f /dev/null; done
        remove "$3"
        ;;
    sweep)
        for path in "$dir"/ec*; do
            [ -f "$path/owner" ] || continue
            read -r pid start <"$path/owner"
            alive "$pid" "$start" || remove "${path##*/}"
        done
        ;;
esac
