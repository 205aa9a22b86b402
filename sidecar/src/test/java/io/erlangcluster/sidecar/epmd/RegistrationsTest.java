package io.erlangcluster.sidecar.epmd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistrationsTest {

    private Instant now = Instant.ofEpochSecond(1000);
    private final Registrations registrations = new Registrations(() -> now);

    @Test
    void aNameComesBackWithTheNextCreationWhateverTheTime() {
        Registration first = register("foo");
        registrations.unregister(first);
        Registration second = register("foo");
        registrations.unregister(second);
        now = Instant.EPOCH;
        Registration third = register("foo");

        assertThat(List.of(first.creation(), second.creation(), third.creation()))
                .containsExactly(1001L, 1002L, 1003L);
    }

    @Test
    void creationsStayIn32BitsAndLeaveOutTheSmallest() {
        now = Instant.EPOCH;
        assertThat(register("foo").creation()).isEqualTo(4);

        now = Instant.ofEpochSecond(0xFFFF_FFFEL);
        Registration last = register("bar");
        assertThat(last.creation()).isEqualTo(0xFFFF_FFFFL);
        registrations.unregister(last);
        assertThat(register("bar").creation()).isEqualTo(4);
    }

    @Test
    void aTakenNameIsRefused() {
        register("foo");

        assertThat(registrations.register(NodePort.normal("foo", 2))).isEmpty();
        assertThat(registrations.find("foo").map(Registration::port)).contains(1);
    }

    @Test
    void endingARegistrationTwiceDoesNotEndItsSuccessor() {
        Registration first = register("foo");
        registrations.unregister(first);
        register("foo");
        registrations.unregister(first);

        assertThat(registrations.find("foo")).isPresent();
    }

    @Test
    void listenersAreToldOfEveryChangeAfterItTookEffect() {
        List<String> told = new ArrayList<>();
        registrations.listen(new Registrations.Listener() {
            @Override
            public void registered(Registration registration) {
                told.add("+" + registration.name() + registrations.find("foo").isPresent());
            }

            @Override
            public void unregistered(Registration registration) {
                told.add("-" + registration.name() + registrations.find("foo").isPresent());
            }
        });
        Registration foo = register("foo");
        registrations.register(NodePort.normal("foo", 2));
        registrations.unregister(foo);
        registrations.unregister(foo);

        assertThat(told).containsExactly("+footrue", "-foofalse");
    }

    @Test
    void rememberedNamesAreBounded() {
        for (int i = 0; i <= Registrations.MAX_FORMER; i++) {
            registrations.unregister(register("n" + i));
        }

        assertThat(registrations.former()).hasSize(Registrations.MAX_FORMER);
        assertThat(registrations.former().getFirst().name()).isEqualTo("n1");
    }

    private Registration register(String name) {
        return registrations.register(NodePort.normal(name, 1)).orElseThrow();
    }
}
