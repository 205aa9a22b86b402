package io.erlangcluster.operator.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.operator.injection.SidecarTemplate.Form;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerVersionTest {

    @ParameterizedTest
    @CsvSource({
        "1, 20, CONTAINER",
        "1, 28+, CONTAINER",
        "1, 29, NATIVE",
        "1, 29+, NATIVE",
        "1, 34-gke.1, NATIVE",
        "2, 0, NATIVE",
        "1, '', NATIVE",
    })
    void serversBefore129GetAnOrdinaryContainer(String major, String minor, Form form) {
        assertThat(ServerVersion.form(major, minor)).isEqualTo(form);
    }
}
