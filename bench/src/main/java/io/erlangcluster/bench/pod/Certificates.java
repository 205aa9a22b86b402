package io.erlangcluster.bench.pod;

import io.erlangcluster.e2e.pod.Command;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Certificates for a day, P-256 as ours are, made by openssl into NAME.crt and NAME.key. */
final class Certificates {

    private Certificates() {}

    static void authority(Path directory, String name) {
        Command.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "1",
                "-subj",
                "/CN=" + name,
                "-keyout",
                key(directory, name),
                "-out",
                certificate(directory, name));
    }

    /** Of a machine that has these addresses, by the authority {@code ca}. */
    static void node(Path directory, String ca, String name, List<String> ips) {
        String names = ips.stream().map(ip -> "IP:" + ip + ",DNS:" + ip).collect(Collectors.joining(","));
        Command.run(
                "openssl",
                "req",
                "-x509",
                "-CA",
                certificate(directory, ca),
                "-CAkey",
                key(directory, ca),
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "1",
                "-subj",
                "/CN=" + name,
                "-addext",
                "subjectAltName=" + names,
                "-addext",
                "basicConstraints=critical,CA:FALSE",
                "-keyout",
                key(directory, name),
                "-out",
                certificate(directory, name));
    }

    static String certificate(Path directory, String name) {
        return directory.resolve(name + ".crt").toString();
    }

    static String key(Path directory, String name) {
        return directory.resolve(name + ".key").toString();
    }
}
