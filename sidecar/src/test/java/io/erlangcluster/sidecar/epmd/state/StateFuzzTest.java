package io.erlangcluster.sidecar.epmd.state;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.erlangcluster.sidecar.AllocationBound;
import io.erlangcluster.sidecar.epmd.AliveName;
import io.erlangcluster.sidecar.epmd.Registration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Whatever a state file holds; magic and checksum are put around it, or nothing else would ever be reached. */
class StateFuzzTest {

    @FuzzTest
    void isRegistrationsOrRefused(byte[] content) {
        byte[] file = file(content);

        AllocationBound.of(file.length, () -> decode(file)).ifPresent(registrations -> {
            for (Registration registration : registrations) {
                String name = registration.name();
                assertThat(name.codePointCount(0, name.length())).isBetween(1, AliveName.MAX_CHARACTERS);
            }
            assertThat(decode(StateFormat.encode(registrations))).contains(registrations);
        });
        assertThat(decode(content)).isEmpty();
    }

    private static Optional<List<Registration>> decode(byte[] file) {
        try {
            return Optional.of(StateFormat.decode(file));
        } catch (IOException refused) {
            assertThat(refused).hasMessageNotContaining("null");
            return Optional.empty();
        }
    }

    private static byte[] file(byte[] content) {
        ByteBuffer file = ByteBuffer.allocate(8 + content.length + 4);
        file.put("epmdstat".getBytes(US_ASCII)).put(content);
        CRC32C checksum = new CRC32C();
        checksum.update(file.array(), 0, file.position());
        return file.putInt((int) checksum.getValue()).array();
    }
}
