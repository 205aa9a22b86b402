package io.erlangcluster.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.sidecar.registry.CookieRing;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CookieFolderTest {

    @TempDir
    Path folder;

    @Test
    void theCookieOfBeforeComesBehindTheNewOne() throws Exception {
        write("previous-cookie", "before");
        write("cookie", "now");
        assertThat(new CookieFolder(folder).read()).containsExactly("now", "before");
    }

    @Test
    void whatIsTooLongOrEmptyIsNoCookie() throws Exception {
        write("cookie", "x".repeat(256));
        write("previous-cookie", "");
        assertThat(new CookieFolder(folder).read()).isEmpty();
        write("cookie", "x".repeat(255));
        assertThat(new CookieFolder(folder).read()).hasSize(1);
    }

    @Test
    void aSidecarWithoutACookieSaysWhatToDo() throws Exception {
        try (NioEventLoopGroup group = new NioEventLoopGroup(1)) {
            assertThatThrownBy(() -> new CookieFolder(folder).follow(group.next()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("spec.cookie.secretRef");
        }
    }

    @Test
    void aChangedSecretIsFollowed() throws Exception {
        write("cookie", "first");
        try (NioEventLoopGroup group = new NioEventLoopGroup(1)) {
            EventLoop loop = group.next();
            CookieRing cookies = new CookieFolder(folder).follow(loop);
            write("previous-cookie", "first");
            write("cookie", "second");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() ->
                            assertThat(loop.submit(cookies::candidates).get()).containsExactly("first", "second"));
        }
    }

    private void write(String file, String content) throws Exception {
        Files.writeString(folder.resolve(file), content);
    }
}
