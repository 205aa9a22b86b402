package io.erlangcluster.sidecar.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResidentMemoryTest {

    @Test
    void readsWhatTheKernelTells() {
        assertThat(ResidentMemory.bytes("Name:\tjava\nVmHWM:\t   90000 kB\nVmRSS:\t   57344 kB\n"))
                .hasValue(57_344L * 1024);
        assertThat(ResidentMemory.bytes("Name:\tjava\n")).isEmpty();
        assertThat(ResidentMemory.bytes().orElseThrow()).isGreaterThan(1_000_000);
    }
}
