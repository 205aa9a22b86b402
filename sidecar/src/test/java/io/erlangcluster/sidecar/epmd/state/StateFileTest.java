package io.erlangcluster.sidecar.epmd.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.erlangcluster.sidecar.epmd.Extra;
import io.erlangcluster.sidecar.epmd.NodePort;
import io.erlangcluster.sidecar.epmd.Registration;
import io.erlangcluster.sidecar.epmd.extension.ResumeToken;
import io.erlangcluster.sidecar.epmd.extension.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {

    private static final Registration STOCK =
            new Registration(new NodePort("wörker", 0xFFFF, 72, 7, 6, 5, Extra.of(new byte[] {0, -1})), 0xFFFF_FFFFL);
    private static final Registration EXTENDED = new Registration(
            new NodePort("web-0", 4711, 77, 0, 6, 5, Extra.of(new byte[0])),
            4,
            List.of(new Transport("inet_tcp", 4711), new Transport("inet_tls", 4712)),
            Map.of("app", "web", "tier", ""),
            Optional.of(ResumeToken.random()));

    @TempDir
    Path folder;

    @Test
    void holdsEverythingOfARegistrationInTheirOrder() throws IOException {
        StateFile file = new StateFile(folder.resolve("new/epmd"));

        file.write(List.of(STOCK, EXTENDED));

        assertThat(file.read()).containsExactly(STOCK, EXTENDED);
    }

    @Test
    void isForItsOwnerAlone() throws IOException {
        StateFile file = new StateFile(folder.resolve("new/epmd"));

        file.write(List.of());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("new"))))
                .isEqualTo("rwx------");
    }

    @Test
    void isEmptyBeforeItWasWritten() {
        assertThat(new StateFile(folder.resolve("epmd")).read()).isEmpty();
    }

    @Test
    void isEmptyWhereverItWasCutOff() throws IOException {
        byte[] whole = StateFormat.encode(List.of(STOCK, EXTENDED));
        StateFile file = new StateFile(folder.resolve("epmd"));
        for (int length = 0; length < whole.length; length++) {
            Files.write(file.path(), Arrays.copyOf(whole, length));

            assertThat(file.read()).as("%d bytes", length).isEmpty();
        }
    }

    @Test
    void isEmptyWhicheverByteChanged() throws IOException {
        byte[] whole = StateFormat.encode(List.of(STOCK, EXTENDED));
        StateFile file = new StateFile(folder.resolve("epmd"));
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 0x10;
            Files.write(file.path(), changed);

            assertThat(file.read()).as("byte %d", i).isEmpty();
        }
    }

    @Test
    void isEmptyIfItIsAFolder() throws IOException {
        Files.createDirectory(folder.resolve("epmd"));

        assertThat(new StateFile(folder.resolve("epmd")).read()).isEmpty();
    }

    @Test
    void staysAsItWasIfItCannotBeReplaced() throws IOException {
        StateFile file = new StateFile(folder.resolve("epmd"));
        file.write(List.of(STOCK));
        // A folder with something in it stands where the new content would go.
        Files.createDirectories(folder.resolve("epmd.tmp/full"));

        assertThatThrownBy(() -> file.write(List.of(EXTENDED))).isInstanceOf(IOException.class);
        assertThat(file.read()).containsExactly(STOCK);
    }
}
