package io.erlangcluster.sidecar.epmd;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** The live registrations: found by name in constant time, and walked in the order they came. */
final class LiveNames {

    private record Place(long arrival, Registration registration) {}

    private final Map<String, Place> byName = new HashMap<>();

    /** Concurrent for its iterators only: they go on, whatever changes, while a slow reader takes the list. */
    private final NavigableMap<Long, Registration> byArrival = new ConcurrentSkipListMap<>();

    private long arrivals;

    Optional<Registration> find(String name) {
        return Optional.ofNullable(byName.get(name)).map(Place::registration);
    }

    boolean isEmpty() {
        return byName.isEmpty();
    }

    /** Takes the place of the registration that has the same name, or comes last. */
    void put(Registration registration) {
        Place old = byName.get(registration.name());
        long arrival = old == null ? ++arrivals : old.arrival();
        byName.put(registration.name(), new Place(arrival, registration));
        byArrival.put(arrival, registration);
    }

    /** False if it is not here. */
    boolean remove(Registration registration) {
        Place place = byName.get(registration.name());
        if (place == null || !place.registration().equals(registration)) {
            return false;
        }
        byName.remove(registration.name());
        byArrival.remove(place.arrival());
        return true;
    }

    /** May be consumed later: what changes before an element is reached is seen, or not. */
    Stream<Registration> newestFirst() {
        return byArrival.descendingMap().values().stream();
    }
}
