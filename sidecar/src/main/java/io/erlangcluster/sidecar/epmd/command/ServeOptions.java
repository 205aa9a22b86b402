package io.erlangcluster.sidecar.epmd.command;

import java.util.Optional;

/**
 * How to serve, as the command line says it.
 *
 * @param port TCP port
 * @param addresses where to listen beside the loopback, separated by commas and blanks; blank means everywhere
 * @param debug 0 for none; one more for each -d
 * @param daemon leave the terminal once serving
 * @param systemd serve on the socket that systemd opened
 * @param relaxed allow -kill with live nodes, and -stop
 * @param packetTimeout seconds
 * @param delayAccept seconds
 * @param delayWrite seconds
 * @param state state file, or "off"; empty for the default
 */
record ServeOptions(
        int port,
        String addresses,
        int debug,
        boolean daemon,
        boolean systemd,
        boolean relaxed,
        int packetTimeout,
        int delayAccept,
        int delayWrite,
        Optional<String> state) {}
