/**
 * EPMD's extensions as messages and bytes (docs/epmd-protocol.md): the upper-case requests of OTP's pull request 121,
 * and look-ups by prefix or label and watches, for servers and clients alike.
 */
@NullMarked
package io.erlangcluster.sidecar.epmd.extension;

import org.jspecify.annotations.NullMarked;
