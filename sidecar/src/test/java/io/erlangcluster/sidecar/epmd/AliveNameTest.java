package io.erlangcluster.sidecar.epmd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AliveNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"shop", "größe", "店", "with-\uFFFD-in-it", "\uFFFD"})
    void readsWhatIsUtf8(String name) {
        assertThat(AliveName.decode(Unpooled.copiedBuffer(name, UTF_8))).contains(name);
    }

    @Test
    void takesNothingElse() {
        assertThat(AliveName.decode(Unpooled.wrappedBuffer(new byte[] {'a', (byte) 0xC3})))
                .isEmpty();
        assertThat(AliveName.decode(Unpooled.wrappedBuffer(new byte[] {(byte) 0xFF, 'a'})))
                .isEmpty();
    }
}
